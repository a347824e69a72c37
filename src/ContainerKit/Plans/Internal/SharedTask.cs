namespace ContainerKit.Plans;

/// <summary>
/// Runs an operation once for all callers. Each caller may cancel its own wait. The operation is canceled when the last
/// caller cancels. A failed run is not kept: the next caller starts a new one.
/// </summary>
internal sealed class SharedTask<T>(Func<CancellationToken, Task<T>> operation)
{
    private readonly object _gate = new();
    private Run? _run;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Run run;
        lock (_gate)
        {
            run = _run is { IsOver: false } current ? current : _run = new Run(operation);
            run.Waiters++;
        }

        try
        {
            return await run.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!CancelIfLastWaiter(run)) throw;
            // The last caller waits for the cleanup, as with any canceled plan.
            await ((Task)run.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!run.Task.IsCompletedSuccessfully) throw new OperationCanceledException(cancellationToken);
            // The run had passed its last cancellation point and succeeded. This caller owns the resources in the
            // result.
            Restore(run);
            return await run.Task.ConfigureAwait(false);
        }
    }

    /// <returns>True if the caller was the last one that waited, so that the run was canceled and has no other
    /// owner.</returns>
    private bool CancelIfLastWaiter(Run run)
    {
        lock (_gate)
        {
            if (--run.Waiters > 0) return false;
            run.IsAbandoned = true;
        }

        run.Cancel();
        return true;
    }

    private void Restore(Run run)
    {
        lock (_gate)
        {
            run.Waiters++;
            run.IsAbandoned = false;
        }
    }

    // The CancellationTokenSource has no timer and no linked tokens, so it needs no disposal.
#pragma warning disable CA1001
    private sealed class Run
#pragma warning restore CA1001
    {
        private readonly CancellationTokenSource _abandoned = new();

        // On the thread pool: the caller holds the lock, and the first steps of a plan may call the user's code.
        public Run(Func<CancellationToken, Task<T>> operation) =>
            Task = System.Threading.Tasks.Task.Run(() => operation(_abandoned.Token));

        public Task<T> Task { get; }

        public int Waiters { get; set; }

        public bool IsAbandoned { get; set; }

        public bool IsOver => IsAbandoned || Task is { IsCompleted: true, IsCompletedSuccessfully: false };

        public void Cancel() => _abandoned.Cancel();
    }
}
