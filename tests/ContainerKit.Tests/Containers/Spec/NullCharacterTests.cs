namespace ContainerKit.Tests.Containers.Spec;

/// <summary>Null characters, which engines reject with an error that repeats the value.</summary>
public sealed class NullCharacterTests
{
    private const string Value = "s3cret\0x";

    private static readonly Dictionary<string, string> _map = new() { ["NAME"] = Value };

    public static TheoryData<string> Names => [.. Specs.Keys];

    private static Dictionary<string, Action> Specs => new()
    {
        ["container environment"] = () => _ = new ContainerSpec("ls") { Environment = _map },
        ["exec environment"] = () => _ = new ExecSpec("ls") { Environment = _map },
        ["terminal environment"] = () => _ = new TerminalSpec("sh") { Environment = _map },
        ["build arguments"] = () => _ = BuildSpec.FromText("FROM x") with { Arguments = _map },
        ["container labels"] = () => _ = new ContainerSpec("ls") { Labels = _map },
        ["build labels"] = () => _ = BuildSpec.FromText("FROM x") with { Labels = _map },
        ["volume labels"] = () => _ = new VolumeSpec { Labels = _map },
        ["volume options"] = () => _ = new VolumeSpec { Options = _map },
        ["network labels"] = () => _ = new NetworkSpec { Labels = _map },
        ["network options"] = () => _ = new NetworkSpec { Options = _map },
        ["sysctls"] = () => _ = new ContainerSpec("ls") { Sysctls = _map },
        ["container command"] = () => _ = new ContainerSpec("ls", Value),
        ["entrypoint"] = () => _ = new ContainerSpec("ls") { Entrypoint = [Value] },
        ["exec command"] = () => _ = new ExecSpec("ls", Value),
        ["terminal command"] = () => _ = new TerminalSpec("sh", Value),
        ["container user"] = () => _ = new ContainerSpec("ls") { User = Value },
        ["exec user"] = () => _ = new ExecSpec("ls") { User = Value },
        ["working directory"] = () => _ = new ExecSpec("ls") { WorkingDirectory = Value },
        ["host name"] = () => _ = new ContainerSpec("ls") { Hostname = Value },
        ["changes"] = () => _ = new CommitOptions { Changes = ["ENV A=" + Value] },
        ["commit message"] = () => _ = new CommitOptions { Message = Value },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_null_character_in_a_spec_throws_without_the_value(string name)
    {
        var error = FluentActions.Invoking(Specs[name]).Should().Throw<ArgumentException>().Which;

        error.Message.Should().Contain("null character").And.NotContain("s3cret");
    }

    [Fact]
    public void A_null_character_in_an_environment_variable_throws_with_the_name_of_the_variable() =>
        FluentActions.Invoking(() => new ExecSpec("ls") { Environment = _map }).Should().Throw<ArgumentException>().WithMessage("*'NAME'*");
}
