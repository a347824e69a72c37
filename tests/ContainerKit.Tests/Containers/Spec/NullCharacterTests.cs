using System.Reflection;
using System.Runtime.CompilerServices;

namespace ContainerKit.Tests.Containers.Spec;

/// <summary>
/// Engines reject a request with a null character, and repeat the value in their error, which may be a secret. So each text
/// of a spec is validated when it is set.
/// </summary>
public sealed class NullCharacterTests
{
    private const string Text = "a\0b";

    /// <summary>Specs and options that cannot be created without arguments.</summary>
    private static readonly object[] _instances =
    [
        new BuildSpec("."), new ContainerSpec(), new ExecSpec("true"), new TerminalSpec("sh"), Mount.Bind("/a", "/b"),
            Mount.Volume("ab", "/b"),
        Mount.Tmpfs("/a"), new Device("/dev/null"), HealthCheck.Shell("true"), new LogDriver("none"), new NetworkAttachment("net"),
        new DeviceRequest { Count = 1 }, new VolumeSpec(), new NetworkSpec(), new CommitOptions(), new PullOptions(),
            new ImageImportOptions(),
    ];

    public static TheoryData<string, string> Properties
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var instance in _instances)
            {
                foreach (var property in instance.GetType().GetProperties()
                    .Where(property => property.SetMethod is not null && Value(property) is not null))
                    data.Add(instance.GetType().Name, property.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_null_character_in_a_property_is_rejected_without_repeating_the_value(string type, string name)
    {
        var instance = _instances.Single(instance => instance.GetType().Name == type);
        var property = instance.GetType().GetProperty(name)!;
        // Dockerfile is the path of a file on this machine, and ProcessInput is the content of a stream.
        if ((type, name) is ("BuildSpec", "Dockerfile")) return;

        var set = () => property.SetValue(Copy(instance), Value(property));

        set.Should().Throw<TargetInvocationException>().Which.InnerException.Should().BeAssignableTo<ArgumentException>();
    }

    [Fact]
    public void A_null_character_in_an_argument_is_rejected()
    {
        Func<object>[] creations =
        [
            () => new ContainerSpec(Text), () => new ExecSpec(Text), () => new TerminalSpec(Text), () => Mount.Bind("/" + Text, "/a"),
            () => Mount.Bind("/a", "/" + Text), () => Mount.Volume(Text, "/a"), () => Mount.Volume("/" + Text), () =>
                Mount.Tmpfs("/" + Text),
            () => new Device("/" + Text), () => new Device("/a", "/" + Text), () => HealthCheck.Shell(Text), () =>
                HealthCheck.Command(Text),
            () => new LogDriver(Text), () => new NetworkAttachment(Text), () => new Ulimit(Text, 1, 1), () => DeviceRequest.Gpus(Text),
        ];

        foreach (var create in creations) create.Should().Throw<ArgumentException>();
    }

    private static object? Value(PropertyInfo property) =>
        property.PropertyType == typeof(string) ? Text
        : property.PropertyType == typeof(IReadOnlyList<string>) ? new[] { Text }
        : property.PropertyType == typeof(IReadOnlyDictionary<string, string>) ? new Dictionary<string, string> { ["a"] = Text }
        : null;

    private static object Copy(object record) =>
        record.GetType().GetMethod("<Clone>$")?.Invoke(record, null) ?? RuntimeHelpers.GetUninitializedObject(record.GetType());
}
