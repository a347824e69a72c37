namespace ContainerKit.Protocol.Tests.Support;

/// <summary>A test of the library against a scripted engine, which is healthy until the test says otherwise.</summary>
public abstract class ProtocolTest : IAsyncDisposable
{
    private DockerEngine? _engine;

    /// <summary>Fires when the test's time is up.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ScriptedEngine Script { get; } = ScriptedEngine.Start().Healthy();

    private protected LogCollector Logs { get; } = new();

    /// <summary>The library's end; made with <see cref="Options"/> when it is first asked for.</summary>
    protected DockerEngine Engine => _engine ??= new DockerEngine(Options);

    protected virtual DockerEngineOptions Options => new() { Endpoint = Script.Endpoint, LoggerFactory = Logs };

    /// <summary>A container that is on the engine already.</summary>
    protected Container Container => new(Engine, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), shape: null);

    /// <summary>A chain that finds its image on the engine.</summary>
    protected ContainerPlan Run(params string[] command) => Image.Local("app").Run(command).On(Engine);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // First our end: what the script still waits for is the end of its connections.
        if (_engine is not null) await _engine.DisposeAsync();
        await Script.DisposeAsync();
    }
}
