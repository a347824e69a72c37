namespace ContainerKit.Waiting;

/// <summary>Runs code of the caller's that should listen to its token, and may not.</summary>
internal static class CancellableCallback
{
    /// <summary>How long code that was cancelled may take to end before the wait ends without it.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    /// <summary>Runs it on the pool, since it may also block.</summary>
    /// <exception cref="OperationCanceledException">The token fired; the code has ended, or does not heed it.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> code, TimeProvider time, CancellationToken cancellationToken)
    {
        var running = Task.Run(() => code(cancellationToken), CancellationToken.None);
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What it throws after that is told to nobody, and is no unobserved exception of the caller's program either.
            _ = running.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await ((Task)running).WaitAsync(_grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }
}
