namespace ContainerKit.Engine.Tests.Verbs.Runs;

public sealed class TerminalTests : EngineTest
{
    private const string IsTerminal = "test -t 1 && echo yes || echo no";

    [DockerFact]
    public async Task With_a_tty_the_process_has_a_terminal()
    {
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", IsTerminal) with { Tty = true }).Output()).Should().Be("yes\r\n");
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", IsTerminal)).Output()).Should().Be("no\n");
    }

    [DockerFact]
    public async Task A_terminals_two_outputs_are_one()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2") with { Tty = true }).ToCompletion();

        result.Stdout.Should().Be("out\r\nerr\r\n");
        result.Stderr.Should().BeEmpty();
    }

    [DockerFact]
    public async Task The_lines_of_a_terminals_log_have_no_line_ends()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2; printf tail") with { Tty = true });
        // Not followed: older engines may end a follower before the log has a last line without a line end.
        await container.WaitAsync(Token);

        var lines = await container.LogsAsync(Token).ToListAsync(Token);

        lines.Should().OnlyContain(line => line.Source == OutputSource.Stdout);
        lines.Select(line => line.Text).Should().Equal("out", "err", "tail");
    }

    [DockerFact]
    public async Task A_tty_that_the_last_look_asked_for_counts_too()
    {
        var spec = Spec("sh", "-c", IsTerminal) with { Customize = request => request.Tty = true };

        (await Image.Pull(Busybox).Run(spec).Output()).Should().Be("yes\r\n");
    }

    [DockerFact]
    public async Task A_standard_input_that_is_kept_open_keeps_its_reader_alive()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("cat") with { OpenStdin = true });

        (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("OpenStdin").GetBoolean().Should().BeTrue();
        (await container.ExecAsync(["cat", "/proc/1/comm"], Token)).Stdout.Should().Be("cat\n");
    }

    [DockerFact]
    public async Task Without_one_the_reader_sees_the_end_at_once()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "cat; echo end")).ToCompletion();

        result.Stdout.Should().Be("end\n");
    }
}
