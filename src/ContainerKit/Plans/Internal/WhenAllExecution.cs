using System.Runtime.ExceptionServices;

namespace ContainerKit.Plans;

/// <summary>One execution of the plans of a <see cref="WhenAllStep{T}"/>.</summary>
internal sealed class WhenAllExecution(PlanContext context) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Token);
    private readonly List<Task> _running = [];
    private ExceptionDispatchInfo? _firstFailure;

    public Task<T> Start<T>(Step<T> step, PlanOptions options)
    {
        var task = RunAsync(step, options);
        _running.Add(task);
        return task;
    }

    /// <summary>
    /// Waits until all plans have finished, because cleanup must not start while one of them still runs. Throws the
    /// first failure.
    /// </summary>
    public async Task FinishAsync()
    {
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _firstFailure?.Throw();
    }

    public void Dispose() => _stop.Dispose();

    private async Task<T> RunAsync<T>(Step<T> step, PlanOptions options)
    {
        try
        {
            return await step.RunAsync(context.CreateChild(options, _stop.Token)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Only the first failure has a cause of interest. The later ones may result from the cancellation below.
            Interlocked.CompareExchange(ref _firstFailure, ExceptionDispatchInfo.Capture(e), null);
            await _stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
