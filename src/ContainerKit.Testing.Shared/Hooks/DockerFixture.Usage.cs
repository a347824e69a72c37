using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture
{
    private readonly SemaphoreSlim _usageLock = new(1, 1);
    private readonly HashSet<object> _activeTests = [];

    // Indicates whether tests have used the fixture since the last successful reset.
    private bool _isUsed;

    /// <summary>Indicates whether the disposal has begun.</summary>
    internal bool IsDisposed
    {
        get
        {
            lock (_gate) return _disposal is not null;
        }
    }

    /// <summary>
    /// Prepares the fixture for a test. Resets it first if its last reset failed and no other test uses it.
    /// </summary>
    internal Task BeforeTestAsync(object test) => RunExclusiveAsync(async () =>
    {
        if (_isUsed && _activeTests.Count == 0) await ResetWithTimeoutAsync().ConfigureAwait(false);
        _activeTests.Add(test);
        _isUsed = true;
    });

    /// <summary>Resets the fixture after a test, unless another test uses it at this time.</summary>
    internal Task AfterTestAsync(object test) => RunExclusiveAsync(async () =>
    {
        if (!_activeTests.Remove(test) || _activeTests.Count > 0) return;
        await ResetWithTimeoutAsync().ConfigureAwait(false);
        _isUsed = false;
    });

    partial void OnStarting()
    {
        if (CurrentTest.Scope is { } scope) FixtureScopes.Add(scope, this);
    }

    private async Task RunExclusiveAsync(Func<Task> work)
    {
        await _usageLock.WaitAsync().ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _usageLock.Release();
        }
    }
}
