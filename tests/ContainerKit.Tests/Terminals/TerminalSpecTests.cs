namespace ContainerKit.Tests.Terminals;

public sealed class TerminalSpecTests
{
    [Fact]
    public void Invalid_terminal_and_attach_options_are_rejected_when_they_are_created()
    {
        FluentActions.Invoking(() => new TerminalSpec()).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new TerminalSpec("sh", null!)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new TerminalSpec("sh") { Size = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new TerminalSpec("sh") { ExpectTimeout = TimeSpan.Zero })
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(
            () => new TerminalSpec("sh") { Environment = new Dictionary<string, string> { ["A=B"] = "" } })
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new AttachOptions { DetachKeys = "ctrl-p,escape" })
            .Should().Throw<ArgumentException>().WithMessage("*escape*");
        FluentActions.Invoking(() => new AttachOptions { DetachKeys = "" }).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(80, -1)]
    [InlineData(65536, 24)]
    public void An_invalid_terminal_size_is_rejected(int columns, int rows) =>
        FluentActions.Invoking(() => new TerminalSize(columns, rows))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*1 to 65535*");

    [Fact]
    public void Terminal_and_attach_options_are_shown_on_one_line_without_secrets()
    {
        var spec = new TerminalSpec("psql", "-c",
            "select 1")
        {
            Environment = new Dictionary<string, string> { ["PGPASSWORD"] = "hunter2" },
            User = "postgres",
            WorkingDirectory = "/"
        };

        spec.ToString().Should().Be("exec -it psql -c 'select 1'");
        (spec with { Tty = false }).ToString().Should().Be("exec -i psql -c 'select 1'");
        (spec.User, spec.WorkingDirectory, spec.Command.Count, spec.Tty).Should().Be(("postgres", "/", 3, true));
        (TerminalSize.Standard.ToString(), new AttachOptions { DetachKeys = "ctrl-p,ctrl-q" }.ToString())
            .Should().Be(("80x24", "attach 80x24"));
        var (columns, rows) = new TerminalSize(120, 40);
        (columns, rows).Should().Be((120, 40));
    }
}
