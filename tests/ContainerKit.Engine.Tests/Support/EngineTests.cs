namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// What every class of tests against a real engine begins with: the check that there is one, before each test, and the check that
/// nothing is left on it, after the last.
/// </summary>
public abstract class EngineTests(LeftoverCheck leftovers) : IClassFixture<LeftoverCheck>, IAsyncLifetime
{
    /// <summary>How long a test may take, in milliseconds, unless it says otherwise: much longer than it needs, on any machine.</summary>
    protected const int TimeLimit = 60_000;

    /// <summary>Fires when the running test's time is up.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await EngineAvailability.RequireAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A name for an image of this class's own, which has to be gone when the class is done.</summary>
    protected string NewImageName(string stem = "ck-test")
    {
        var name = $"{stem}-{Guid.NewGuid():N}:0.1";
        leftovers.Watch(name);
        return name;
    }
}
