using System.Text;

namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>Tests a terminal on a process that an exec started, and on the main process of a container.</summary>
public sealed class TerminalTests : EngineTest
{
    [DockerFact]
    public async Task Terminal_controls_a_shell_and_returns_its_exit_code()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("sh") { Size = new TerminalSize(100, 30) }, Token);

        await terminal.ExpectAsync("# ", Token);
        await terminal.SendLineAsync("stty size; tty", Token);
        (await terminal.ExpectAsync("/dev/pts/", Token)).Before.Should().Contain("30 100");
        await terminal.ResizeAsync(new TerminalSize(120, 40), Token);
        await terminal.SendLineAsync("stty size", Token);
        await terminal.ExpectAsync("40 120", Token);
        await terminal.SendLineAsync("exit 7", Token);

        (await terminal.WaitAsync(Token)).Should().Be(7);
        await terminal.ResizeAsync(new TerminalSize(80, 24), Token);
        (terminal.HasEnded, terminal.ExitCode).Should().Be((true, 7));
    }

    [DockerFact]
    public async Task Terminal_without_a_TTY_separates_its_outputs_and_can_close_its_input()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("sh", "-c", "cat; echo oops >&2; exit 3") { Tty = false }, Token);

        await terminal.SendLineAsync("one", Token);
        await terminal.SendAsync("two", Token);
        await terminal.CloseInputAsync(Token);
        var (stdout, stderr) = (ReadAsync(terminal.Output), ReadAsync(terminal.Error));

        (await stdout, await stderr, await terminal.WaitAsync(Token)).Should().Be(("one\ntwo", "oops\n", 3));
    }

    [DockerFact]
    public async Task Disposing_a_terminal_ends_the_process_and_detaching_does_not()
    {
        await using var container = await SleeperAsync();
        var kept = await container.OpenTerminalAsync("sh", "-c", "echo started; sleep 31541");
        await kept.ExpectAsync("started", Token);
        await kept.DetachAsync();
        await kept.DisposeAsync();
        var ended = await container.OpenTerminalAsync("sh", "-c", "echo started; sleep 31542");
        await ended.ExpectAsync("started", Token);
        await ended.DisposeAsync();

        (await ProcessesAsync(container)).Should().Contain("31541").And.NotContain("31542");
    }

    [DockerFact]
    public async Task Attach_connects_to_the_main_process_of_the_container()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "while read x; do echo got $x; done; exit 5") with { StdinOnce = true }).ExecuteAsync(Token);
        await using var terminal = await container.AttachAsync(Token);

        await terminal.SendLineAsync("one", Token);
        await terminal.ExpectAsync("got one\n", Token);
        await terminal.CloseInputAsync(Token);
        (await terminal.WaitAsync(Token)).Should().Be(5);

        await using var again = await container.StartAttachedAsync(Token);
        await again.SendLineAsync("two", Token);
        await again.ExpectAsync("got two\n", Token);
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Token);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
