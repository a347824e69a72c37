using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture
{
    private readonly SemaphoreSlim _usageLock = new(1, 1);
    private readonly HashSet<TestLogCapture> _activeTests = [];

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
    internal Task BeforeTestAsync(TestLogCapture test) => RunExclusiveAsync(async () =>
    {
        if (_isUsed && CountActiveTests() == 0) await ResetWithTimeoutAsync().ConfigureAwait(false);
        AddActiveTest(test);
    });

    /// <summary>Resets the fixture after a test, unless another test uses it at this time.</summary>
    internal Task AfterTestAsync(TestLogCapture test) => RunExclusiveAsync(async () =>
    {
        if (!RemoveActiveTest(test) || CountActiveTests() > 0) return;
        await ResetWithTimeoutAsync().ConfigureAwait(false);
        _isUsed = false;
    });

    partial void OnStarting()
    {
        if (CurrentTest.Scope is { } scope) FixtureScopes.Add(scope, this);
    }

    // A fixture that was started in code that the framework does not report, such as a static initializer, is found when
    // a test accesses it.
    partial void OnUsing()
    {
        if (CurrentTest.LogCapture is { } test && test.AddUsed(this)) AddActiveTest(test);
    }

    private void AddActiveTest(TestLogCapture test)
    {
        lock (_activeTests)
        {
            _activeTests.Add(test);
            _isUsed = true;
        }
    }

    private bool RemoveActiveTest(TestLogCapture test)
    {
        lock (_activeTests) return _activeTests.Remove(test);
    }

    private int CountActiveTests()
    {
        lock (_activeTests) return _activeTests.Count;
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
