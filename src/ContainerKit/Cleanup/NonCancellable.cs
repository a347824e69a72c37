using ContainerKit.Timing;

namespace ContainerKit.Cleanup;

/// <summary>
/// Runs requests that create a resource. They are not aborted when the caller cancels: the engine would create the
/// resource anyway, and its id would be lost. They get a grace period, so that the resource becomes known and can be
/// removed. The call is canceled in either case.
/// </summary>
internal static class NonCancellable
{
    /// <summary>
    /// Runs a request, and after a cancellation waits for its response for half of the cleanup timeout.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public static async Task<T> RunWithGraceAsync<T>(
        Func<CancellationToken, Task<T>> request, DockerEngineOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var abort = new CancellationTokenSource();
        var running = request(abort.Token);
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (cancellationToken.IsCancellationRequested)
        {
            using var grace = Deadline.Start(options.CleanupTimeout / 2, options.TimeProvider, CancellationToken.None);
            using var registration = grace.Token.Register(static source => ((CancellationTokenSource)source!).Cancel(), abort);
            // The caller does not see the outcome. The request itself has tracked the resource that it created.
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
