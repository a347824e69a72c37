namespace ContainerKit.Engine.Tests.Faults;

/// <summary>What becomes of an open terminal when its engine, its container or its process goes away: whoever waits for it is told at once.</summary>
public sealed class TerminalLostTests(LeftoverCheck leftovers) : EngineTests(leftovers)
{
    // Generous, so that only a wait without an end fails.
    private static readonly TimeSpan _promptly = TimeSpan.FromSeconds(20);

    [Fact(Timeout = TimeLimit)]
    public async Task Exec_terminal_fails_when_the_engine_disconnects()
    {
        await using var lost = await DisposableEngine.StartAsync();
        var container = await lost.RunAsync("sleep", "infinity");
        var (expecting, reading, listing) = (await OpenAsync(container), await OpenAsync(container), await OpenAsync(container));

        Task[] readers = [expecting.ExpectAsync("never", Token), reading.Output.CopyToAsync(Stream.Null, Token), ListAsync(listing)];
        var waiting = expecting.WaitAsync(Token);
        lost.Proxy.Vanish();

        foreach (var reader in readers.Append(waiting)) await ShouldFailAsync(reader);
        await ShouldFailAsync(expecting.SendLineAsync("late", Token));
        foreach (var terminal in new[] { expecting, reading, listing }) await terminal.DisposeAsync().AsTask().WaitAsync(_promptly, Token);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Attached_terminal_fails_when_the_engine_disconnects()
    {
        await using var lost = await DisposableEngine.StartAsync();
        var container = await Image.Pull("busybox").Run(lost.Spec("sh") with { Tty = true, OpenStdin = true }).On(lost.Engine).ExecuteAsync(Token);
        await using var terminal = await container.AttachAsync(Token);
        await terminal.SendLineAsync("echo be''gun", Token);
        await terminal.ExpectAsync("begun", Token);

        var expecting = terminal.ExpectAsync("never", Token);
        var waiting = terminal.WaitAsync(Token);
        lost.Proxy.Vanish();

        await ShouldFailAsync(expecting);
        await ShouldFailAsync(waiting);
    }

    private static async Task<Terminal> OpenAsync(Container container)
    {
        var terminal = await container.OpenTerminalAsync("sh", "-c", "echo begun; sleep 600");
        await terminal.ExpectAsync("begun\r\n", Token);
        return terminal;
    }

    private static async Task ListAsync(Terminal terminal)
    {
        await foreach (var _ in terminal.LinesAsync(Token))
        {
        }
    }

    private static async Task ShouldFailAsync(Task work)
    {
        var waiting = () => work.WaitAsync(_promptly, Token);
        await waiting.Should().ThrowAsync<EngineUnavailableException>();
    }
}
