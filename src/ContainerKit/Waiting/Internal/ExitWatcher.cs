using ContainerKit.Containers;

namespace ContainerKit.Waiting;

/// <summary>
/// Watches whether a container that is waited for ends: one request that the engine answers when it does. What the engine starts again
/// has not ended.
/// </summary>
internal sealed class ExitWatcher : IAsyncDisposable
{
    // How long a container may seem to have ended that the engine is about to start again: Podman has no state for that.
    private static readonly TimeSpan _longestRestart = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _over = new();
    private readonly ContainerClient _container;

    public ExitWatcher(ContainerClient container)
    {
        _container = container;
        Completion = WatchAsync();
        CompletionToken = _over.Token;
    }

    /// <summary>Gives the container's account when it has ended; throws what the engine did wrong meanwhile.</summary>
    public Task<ContainerDetails> Completion { get; }

    /// <summary>The exit code of the last life that ended; null while none has.</summary>
    public int? LastExitCode { get; private set; }

    /// <summary>How many lives of the container have ended: what was known of one need not be true of the next.</summary>
    public int ExitCount { get; private set; }

    /// <summary>Whether the last life that was seen has ended, and the next one has not been looked for yet.</summary>
    public bool IsRestarting { get; private set; }

    /// <summary>Fires when <see cref="Completion"/> has come to an end.</summary>
    public CancellationToken CompletionToken { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _over.Dispose();
    }

    private async Task<ContainerDetails> WatchAsync()
    {
        // What is waited for does not wait for this.
        await Task.Yield();
        try
        {
            var pace = new PollingInterval(_container.Engine.Options.TimeProvider);
            while (true)
            {
                await WaitForExitAsync().ConfigureAwait(false);
                ExitCount++;
                IsRestarting = true;
                _container.Ports.Invalidate();
                var details = await WaitForSettledStateAsync().ConfigureAwait(false);
                if (IsStopped(details.State)) return details;
                await pace.WaitAsync(_stop.Token).ConfigureAwait(false);
                IsRestarting = false;
            }
        }
        finally
        {
            await _over.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <returns>The container once it is clear whether it has ended for good.</returns>
    private async Task<ContainerDetails> WaitForSettledStateAsync()
    {
        var pace = new PollingInterval(_container.Engine.Options.TimeProvider);
        while (true)
        {
            var details = await _container.InspectAsync(_stop.Token).ConfigureAwait(false);
            if (!IsRestartExpected(details, pace.Elapsed)) return details;
            await pace.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    private async Task WaitForExitAsync()
    {
        try
        {
            LastExitCode = await ContainerCompletion.WaitAsync(_container, ExitCondition.NotRunning, _stop.Token).ConfigureAwait(false);
        }
        catch (EngineUnavailableException)
        {
            // A quiet connection may be cut on its way to the engine. Whether the engine itself is lost, the next request tells.
        }
    }

    /// <summary>Also what has not begun: such a container is not on its way to anything. One that is being removed will soon not be there.</summary>
    public static bool IsStopped(ContainerState state) => state is ContainerState.Exited or ContainerState.Dead or ContainerState.Created;

    /// <summary>Whether what has ended is probably about to be started again, by its policy. Somebody may have stopped it, which an engine does not tell.</summary>
    /// <param name="since">How long ago it was seen to have ended.</param>
    public static bool IsRestartExpected(ContainerDetails details, TimeSpan since) =>
        details.State == ContainerState.Exited && since < _longestRestart && details.Restart switch
        {
            RestartPolicy.No => false,
            RestartPolicy.OnFailure => details.ExitCode != 0 && (details.MaximumRetryCount == 0 || details.RestartCount < details.MaximumRetryCount),
            _ => true,
        };
}
