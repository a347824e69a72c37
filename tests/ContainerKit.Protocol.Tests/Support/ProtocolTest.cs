using ContainerKit.Containers;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>The base class of tests against a scripted engine, which is healthy unless the test replaces a response.</summary>
public abstract class ProtocolTest : IAsyncDisposable
{
    private DockerEngine? _engine;

    /// <summary>Canceled when the time limit of the test expires.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ScriptedEngine Script { get; } = ScriptedEngine.Start().Healthy();

    private protected LogCollector Logs { get; } = new();

    /// <summary>The engine under test, created from <see cref="Options"/> on first use.</summary>
    protected DockerEngine Engine => _engine ??= new DockerEngine(Options);

    protected virtual DockerEngineOptions Options => new() { Endpoint = Script.Endpoint, LoggerFactory = Logs };

    /// <summary>A container that exists on the engine.</summary>
    protected Container Container => ContainerKit.Container.From(new ContainerClient(
        Engine.ApiClient, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), creationInfo: null));

    /// <summary>Creates a plan that runs an image of the engine.</summary>
    protected ContainerPlan Run(params string[] command) => Image.Local("app").Run(command).On(Engine);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // The client is disposed first, because the script waits for the end of its connections.
        if (_engine is not null) await _engine.DisposeAsync();
        await Script.DisposeAsync();
    }
}
