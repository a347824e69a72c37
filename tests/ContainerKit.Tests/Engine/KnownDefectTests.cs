using System.Net;
using System.Reflection;

namespace ContainerKit.Tests.Engine;

/// <summary>Regression tests for defects of specifications that are known from other libraries.</summary>
public sealed class KnownDefectTests
{
    [Theory]
    [InlineData("bridge")]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("container:web")]
    public void Network_aliases_without_a_user_defined_network_are_rejected_and_not_ignored(string network)
    {
        NetworkAttachment attachment = network;

        AssertRejected(attachment with { Aliases = ["db"] })
            .WithMessage($"Aliases and fixed addresses require a user-defined network*'{network}' is not one*");
        AssertRejected(attachment with { IPv4Address = IPAddress.Parse("10.0.0.9") });
        AssertRejected(attachment with { IPv6Address = IPAddress.Parse("fd00::9") });

        static FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> AssertRejected(
            NetworkAttachment attachment) =>
            FluentActions.Invoking(() => Image.Pull("app").Run(new ContainerSpec { Networks = [attachment] }))
                .Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_plan_method_has_the_same_return_type_in_all_overloads()
    {
        // Excluded, because the argument determines the return type: generic methods such as Plan.All, methods such as
        // Then that return the result of their function, and methods such as Plan.FromResult whose plan has the argument,
        // or the result of its function, as its result.
        var methods =
            from type in typeof(ContainerPlan).Assembly.GetExportedTypes()
            from method in type.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && !method.IsGenericMethod
                && !method.GetParameters().Any(parameter => Determines(parameter.ParameterType, method.ReturnType))
            group method.ReturnType by $"{type.Name}.{method.Name}";

        var returnTypes = methods.Select(
            overloads => (Name: overloads.Key, Types: overloads.Select(type => type.ToString()).Distinct().ToList()))
            .ToList();

        returnTypes.Should().Contain(method => method.Name == "ImagePlan.Run").Which.Types
            .Should().Equal(typeof(ContainerPlan).ToString());
        returnTypes.Where(method => method.Types.Count > 1).Should().BeEmpty();

        static Type? GetPlanResult(Type? type)
        {
            while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Plan<>))) type = type.BaseType;
            return type?.GetGenericArguments()[0];
        }

        static bool Determines(Type parameter, Type returned)
        {
            var value = parameter.IsGenericType ? parameter.GetGenericArguments()[^1] : parameter;
            if (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(Task<>)) value = value.GetGenericArguments()[0];
            return value == returned || value == GetPlanResult(returned);
        }
    }
}
