using System.Net;
using System.Reflection;

namespace ContainerKit.Tests;

/// <summary>What was found wrong with descriptions elsewhere in the field, each impossible here.</summary>
public sealed class KnownDefectTests
{
    [Theory]
    [InlineData("bridge")]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("container:web")]
    public void Aliases_without_a_network_do_not_vanish_in_silence(string network)
    {
        NetworkAttachment attachment = network;

        Refused(attachment with { Aliases = ["db"] }).WithMessage($"Aliases and fixed addresses require a user-defined network*'{network}' is not one*");
        Refused(attachment with { IPv4Address = IPAddress.Parse("10.0.0.9") });
        Refused(attachment with { IPv6Address = IPAddress.Parse("fd00::9") });

        static FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Refused(NetworkAttachment attachment) =>
            FluentActions.Invoking(() => Image.Pull("app").Run(new ContainerSpec { Networks = [attachment] })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_verb_does_not_have_two_return_types()
    {
        // What is given decides in the generic ones, such as Plan.All, and in Then, which gives what its function gives: that is seen in the types.
        var verbs =
            from type in typeof(ContainerPlan).Assembly.GetExportedTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && !method.IsGenericMethod && !method.GetParameters().Any(it => Gives(it.ParameterType, method.ReturnType))
            group method.ReturnType by $"{type.Name}.{method.Name}";

        var all = verbs.Select(verb => (Name: verb.Key, Types: verb.Select(type => type.ToString()).Distinct().ToList())).ToList();

        all.Should().Contain(verb => verb.Name == "ImagePlan.Run").Which.Types.Should().Equal(typeof(ContainerPlan).ToString());
        all.Where(verb => verb.Types.Count > 1).Should().BeEmpty();

        static bool Gives(Type function, Type result) => function.IsGenericType && function.GetGenericArguments()[^1] == result;
    }
}
