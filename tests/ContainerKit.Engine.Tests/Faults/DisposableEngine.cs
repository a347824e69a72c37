namespace ContainerKit.Engine.Tests.Faults;

/// <summary>
/// An engine behind a proxy that a test can disconnect from the library. Its disposal removes the container of the test from the real
/// engine.
/// </summary>
internal sealed class DisposableEngine : IAsyncDisposable
{
    private DisposableEngine(EngineProxy proxy)
    {
        Proxy = proxy;
        Engine = new DockerEngine(proxy.Options with { CleanupTimeout = TimeSpan.FromSeconds(4) });
    }

    public EngineProxy Proxy { get; }

    public DockerEngine Engine { get; }

    /// <summary>The name of the container that <see cref="Spec"/> describes.</summary>
    public string Name { get; } = $"ck-fault-lost-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DisposableEngine> StartAsync()
    {
        await Image.Pull("busybox").ExecuteAsync(Token);
        return new DisposableEngine(await EngineProxy.StartAsync());
    }

    public ContainerSpec Spec(params string[] command) => new(command) { Name = Name };

    public Task<Container> RunAsync(params string[] command) => Image.Pull("busybox").Run(Spec(command)).On(Engine).ExecuteAsync(Token);

    /// <summary>Waits until the plan under test has created, attached to and started its container, and reads its output.</summary>
    public async Task WaitUntilReadingOutputAsync()
    {
        while (Proxy.Requests.Count < 3) await Task.Delay(20, Token);
        // Gives the last response time to arrive. If this is too short, the engine disconnects one request earlier, with the same error.
        await Task.Delay(500, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Proxy.DisposeAsync();
        await DisposeProbe.RemoveAsync(new Leftover("container", Name), CancellationToken.None);
    }
}
