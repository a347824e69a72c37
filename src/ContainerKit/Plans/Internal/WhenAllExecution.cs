using System.Runtime.ExceptionServices;

namespace ContainerKit.Plans;

/// <summary>The chains of one <see cref="WhenAllStep{T}"/> at work.</summary>
internal sealed class WhenAllExecution(PlanContext scope) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(scope.Token);
    private readonly List<Task> _running = [];
    private ExceptionDispatchInfo? _first;

    public Task<T> Start<T>(Step<T> step, PlanOptions options)
    {
        var task = WatchAsync(step, options);
        _running.Add(task);
        return task;
    }

    /// <summary>Waits until every chain has ended: nothing may be at work any more when what was made is removed.</summary>
    public async Task FinishAsync()
    {
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _first?.Throw();
    }

    public void Dispose() => _stop.Dispose();

    private async Task<T> WatchAsync<T>(Step<T> step, PlanOptions options)
    {
        try
        {
            return await step.RunAsync(scope.CreateChild(options, _stop.Token)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Of all that go wrong, only the first went wrong by itself; the others were stopped because of it.
            Interlocked.CompareExchange(ref _first, ExceptionDispatchInfo.Capture(e), null);
            await _stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
