using Xunit;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _use = new(1, 1);

    // The test that used it last, until its traces are wiped.
    private object? _usedBy;

    ValueTask IAsyncLifetime.InitializeAsync() => new(InitializeSharedAsync());

    /// <summary>
    /// A test begins to use it. What the one before it left is wiped first, where the end of that has not done so: its reset failed, or its time was up, and xUnit
    /// does not wait for the end of such a test.
    /// </summary>
    internal Task BeginUseAsync(object test) => OneByOneAsync(async () =>
    {
        if (_usedBy is not null && _usedBy != test) await ResetInTimeAsync().ConfigureAwait(false);
        _usedBy = test;
    });

    /// <summary>A test has used it, and its traces are wiped; unless another one has begun in the meantime, which has seen to that.</summary>
    internal Task EndUseAsync(object test) => OneByOneAsync(async () =>
    {
        if (_usedBy != test) return;
        await ResetInTimeAsync().ConfigureAwait(false);
        _usedBy = null;
    });

    private async Task OneByOneAsync(Func<Task> work)
    {
        await _use.WaitAsync().ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _use.Release();
        }
    }
}
