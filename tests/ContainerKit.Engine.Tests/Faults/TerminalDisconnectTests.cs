namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Checks that pending operations of an open terminal fail immediately when the engine disconnects.</summary>
public sealed class TerminalDisconnectTests(LeftoverCheck leftovers) : EngineTestBase(leftovers)
{
    // Generous, so that only an endless wait exceeds it.
    private static readonly TimeSpan _maximumDelay = TimeSpan.FromSeconds(20);

    [Fact(Timeout = TimeLimit)]
    public async Task Exec_terminal_fails_when_the_engine_disconnects()
    {
        await using var disposable = await DisposableEngine.StartAsync();
        var container = await disposable.RunAsync("sleep", "infinity");
        var (expecting, reading, listing) = (await OpenAsync(container), await OpenAsync(container), await OpenAsync(container));

        Task[] readers = [expecting.ExpectAsync("never", Token), reading.Output.CopyToAsync(Stream.Null, Token), ReadLinesAsync(listing)];
        var waiting = expecting.WaitAsync(Token);
        disposable.Proxy.StopListening();

        foreach (var reader in readers.Append(waiting)) await ShouldThrowEngineUnavailableAsync(reader);
        await ShouldThrowEngineUnavailableAsync(expecting.SendLineAsync("late", Token));
        foreach (var terminal in new[] { expecting, reading, listing })
            await terminal.DisposeAsync().AsTask().WaitAsync(_maximumDelay, Token);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Attached_terminal_fails_when_the_engine_disconnects()
    {
        await using var disposable = await DisposableEngine.StartAsync();
        var container = await Image.Pull("busybox").Run(disposable.Spec("sh") with { Tty = true, OpenStdin = true })
            .On(disposable.Engine).ExecuteAsync(Token);
        await using var terminal = await container.AttachAsync(Token);
        await terminal.SendLineAsync("echo star''ted", Token);
        await terminal.ExpectAsync("started", Token);

        var expecting = terminal.ExpectAsync("never", Token);
        var waiting = terminal.WaitAsync(Token);
        disposable.Proxy.StopListening();

        await ShouldThrowEngineUnavailableAsync(expecting);
        await ShouldThrowEngineUnavailableAsync(waiting);
    }

    private static async Task<Terminal> OpenAsync(Container container)
    {
        var terminal = await container.OpenTerminalAsync("sh", "-c", "echo started; sleep 600");
        await terminal.ExpectAsync("started\r\n", Token);
        return terminal;
    }

    private static async Task ReadLinesAsync(Terminal terminal)
    {
        await foreach (var _ in terminal.LinesAsync(Token))
        {
        }
    }

    private static async Task ShouldThrowEngineUnavailableAsync(Task operation)
    {
        var waiting = () => operation.WaitAsync(_maximumDelay, Token);
        await waiting.Should().ThrowAsync<EngineUnavailableException>();
    }
}
