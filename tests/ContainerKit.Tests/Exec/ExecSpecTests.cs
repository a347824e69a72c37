namespace ContainerKit.Tests.Exec;

public sealed class ExecSpecTests
{
    [Fact]
    public void An_exec_without_a_command_is_rejected()
    {
        FluentActions.Invoking(() => new ExecSpec()).Should().Throw<ArgumentException>().WithMessage("*needs a command*");
        FluentActions.Invoking(() => new ExecSpec("")).Should().Throw<ArgumentException>().WithMessage("*needs a command*");
        FluentActions.Invoking(() => new ExecSpec("ls", null!)).Should().Throw<ArgumentException>().WithMessage("*null*");
        FluentActions.Invoking(() => new ExecSpec(null!)).Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_exec_timeout_of_zero_or_less_is_rejected(int ticks) =>
        FluentActions.Invoking(() => new ExecSpec("ls") { Timeout = TimeSpan.FromTicks(ticks) })
            .Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    public void An_exec_environment_variable_with_an_invalid_name_is_rejected(string name) =>
        FluentActions.Invoking(
            () => new ExecSpec("ls") { Environment = new Dictionary<string, string> { [name] = "x" } })
            .Should().Throw<ArgumentException>();

    [Fact]
    public void An_exec_spec_does_not_change_when_the_caller_changes_its_lists_afterwards()
    {
        string[] command = ["echo", "one"];
        Dictionary<string, string> variables = new() { ["A"] = "1" };
        var spec = new ExecSpec(command) { Environment = variables };

        command[1] = "two";
        variables["A"] = "2";

        spec.Command.Should().Equal("echo", "one");
        spec.Environment.Should().Equal(new Dictionary<string, string> { ["A"] = "1" });
    }

    [Fact]
    public void An_exec_spec_is_shown_without_environment_values_and_standard_input() =>
        new ExecSpec("sh", "-c", "echo $A")
        {
            Environment = new Dictionary<string, string> { ["A"] = "s3cret" },
            StandardInput = "s3cret"
        }
            .ToString().Should().Be("exec sh -c 'echo $A'");
}
