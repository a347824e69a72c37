namespace ContainerKit.Waiting;

/// <summary>Runs callbacks of the caller that may ignore their cancellation token.</summary>
internal static class CancellableCallback
{
    // The time that a canceled callback has to return before the wait ends without it.
    private static readonly TimeSpan _gracePeriod = TimeSpan.FromSeconds(1);

    /// <summary>Runs a callback on the thread pool, because it may block.</summary>
    /// <exception cref="OperationCanceledException">
    /// The token was canceled, and the callback has returned or ignores the token.
    /// </exception>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> callback, TimeProvider time, CancellationToken cancellationToken)
    {
        var running = Task.Run(() => callback(cancellationToken), CancellationToken.None);
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Observes a later exception, so that it does not raise TaskScheduler.UnobservedTaskException.
            _ = running.ContinueWith(
                static abandoned => abandoned.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            await ((Task)running).WaitAsync(_gracePeriod, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }
}
