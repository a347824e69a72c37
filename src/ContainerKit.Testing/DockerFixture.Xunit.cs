using Xunit;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _resetLock = new(1, 1);

    // The last test that used the fixture; null after a successful reset.
    private object? _lastTest;

    ValueTask IAsyncLifetime.InitializeAsync() => new(InitializeSharedAsync());

    /// <summary>
    /// Prepares the fixture for a test. Resets it first if the reset after the previous test did not complete: that
    /// reset failed, or the test timed out, and xUnit does not wait for the end of such a test.
    /// </summary>
    internal Task BeforeTestAsync(object test) => RunExclusiveAsync(async () =>
    {
        if (_lastTest is not null && _lastTest != test) await ResetWithTimeoutAsync().ConfigureAwait(false);
        _lastTest = test;
    });

    /// <summary>
    /// Resets the fixture after a test, unless another test has started in the meantime and has reset it.
    /// </summary>
    internal Task AfterTestAsync(object test) => RunExclusiveAsync(async () =>
    {
        if (_lastTest != test) return;
        await ResetWithTimeoutAsync().ConfigureAwait(false);
        _lastTest = null;
    });

    private async Task RunExclusiveAsync(Func<Task> work)
    {
        await _resetLock.WaitAsync().ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _resetLock.Release();
        }
    }
}
