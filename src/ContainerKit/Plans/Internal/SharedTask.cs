namespace ContainerKit.Plans;

/// <summary>
/// Runs something once for all who ask. Each asker may give up alone; the work is cancelled when the last one has. A failure is not
/// kept: whoever asks next begins anew.
/// </summary>
internal sealed class SharedTask<T>(Func<CancellationToken, Task<T>> work)
{
    private readonly object _gate = new();
    private Run? _run;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Run run;
        lock (_gate)
        {
            run = _run is { IsOver: false } current ? current : _run = new Run(work);
            run.Askers++;
        }

        try
        {
            return await run.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!Leave(run)) throw;
            // The last to leave waits for the clean-up, as any cancelled chain does.
            await ((Task)run.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!run.Task.IsCompletedSuccessfully) throw new OperationCanceledException(cancellationToken);
            // It was past the last point where it could be cancelled. As any such chain it is done, and what it made belongs to who asked.
            Return(run);
            return await run.Task.ConfigureAwait(false);
        }
    }

    /// <returns>Whether that was the last who asked, and nobody else has or gets the result.</returns>
    private bool Leave(Run run)
    {
        lock (_gate)
        {
            if (--run.Askers > 0) return false;
            run.IsAbandoned = true;
        }

        run.Cancel();
        return true;
    }

    private void Return(Run run)
    {
        lock (_gate)
        {
            run.Askers++;
            run.IsAbandoned = false;
        }
    }

    // Its source has no timer and no links, so it holds nothing to dispose.
#pragma warning disable CA1001
    private sealed class Run
#pragma warning restore CA1001
    {
        private readonly CancellationTokenSource _abandoned = new();

        // On the pool: the caller holds the gate, and the first steps of a chain may call back into code of its own.
        public Run(Func<CancellationToken, Task<T>> work) => Task = System.Threading.Tasks.Task.Run(() => work(_abandoned.Token));

        public Task<T> Task { get; }

        public int Askers { get; set; }

        public bool IsAbandoned { get; set; }

        public bool IsOver => IsAbandoned || Task is { IsCompleted: true, IsCompletedSuccessfully: false };

        public void Cancel() => _abandoned.Cancel();
    }
}
