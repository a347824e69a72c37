namespace ContainerKit.Cleanup;

/// <summary>
/// Requests that make something are not aborted when the caller cancels: the engine would go on and make it, and its id would never
/// arrive. They get a moment to finish, so that what they made is known and can be removed; the call is cancelled all the same.
/// </summary>
internal static class NonCancellable
{
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
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var grace = new CancellationTokenSource(options.CleanupTimeout / 2, options.TimeProvider);
            using var onGrace = grace.Token.Register(static source => ((CancellationTokenSource)source!).Cancel(), abort);
            // Its outcome is no longer the caller's; what it made has been noted by the request itself.
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }
}
