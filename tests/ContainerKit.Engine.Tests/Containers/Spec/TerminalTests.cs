namespace ContainerKit.Engine.Tests.Containers.Spec;

public sealed class TerminalTests : EngineTest
{
    private const string IsTerminal = "test -t 1 && echo yes || echo no";

    [DockerFact]
    public async Task Tty_gives_the_process_a_terminal()
    {
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", IsTerminal) with { Tty = true }).Output()).Should().Be("yes\r\n");
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", IsTerminal)).Output()).Should().Be("no\n");
    }

    [DockerFact]
    public async Task Terminal_combines_both_outputs_in_stdout()
    {
        var result = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo out; echo err >&2") with { Tty = true }).ToCompletion();

        result.Stdout.Should().Be("out\r\nerr\r\n");
        result.Stderr.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Log_lines_of_a_terminal_have_no_line_ends()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo out; echo err >&2; printf tail") with { Tty = true });
        // The log is not followed, since the engine can drop a last line without a line end from a followed log:
        // https://github.com/moby/moby/issues/43860 (observed with Docker Engine 20.10.24).
        await container.WaitAsync(Token);

        var lines = await container.LogsAsync(Token).ToListAsync(Token);

        lines.Should().OnlyContain(line => line.Source == OutputSource.Stdout);
        lines.Select(line => line.Text).Should().Equal("out", "err", "tail");
    }

    [DockerFact]
    public async Task Tty_that_Customize_sets_gives_the_process_a_terminal()
    {
        var spec = Spec("sh", "-c", IsTerminal) with { Customize = request => request.Tty = true };

        (await Image.Pull(Busybox).Run(spec).Output()).Should().Be("yes\r\n");
    }

    [DockerFact]
    public async Task OpenStdin_keeps_a_process_that_reads_stdin_running()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("cat") with { OpenStdin = true });

        (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("OpenStdin").GetBoolean().Should().BeTrue();
        (await container.ExecAsync(["cat", "/proc/1/comm"], Token)).Stdout.Should().Be("cat\n");
    }

    [DockerFact]
    public async Task Process_without_OpenStdin_reads_the_end_of_stdin_at_once()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "cat; echo end")).ToCompletion();

        result.Stdout.Should().Be("end\n");
    }
}
