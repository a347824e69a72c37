namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// The base of test classes that need a real engine. It checks before each test that an engine is available, and after
/// the last test that no resource remains.
/// </summary>
public abstract class EngineTestBase(LeftoverCheck leftovers) : IClassFixture<LeftoverCheck>, IAsyncLifetime
{
    /// <summary>
    /// The default timeout of a test in milliseconds, which is much longer than a test needs on any machine.
    /// </summary>
    protected const int TimeLimit = 60_000;

    /// <summary>The token that is canceled when the running test times out.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await EngineFeatures.RequireForTestAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns a new image name. No image must have it after the class.</summary>
    protected string NewImageName(string prefix = "ck-test")
    {
        var name = $"{prefix}-{Guid.NewGuid():N}:0.1";
        leftovers.Watch(name);
        return name;
    }
}
