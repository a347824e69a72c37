namespace ContainerKit.Waiting;

/// <summary>Repeats a probe while the container runs, until the probe succeeds.</summary>
internal sealed class ProbeLoop(Wait wait, WaitSession session, Probe probe)
{
    private static readonly TimeSpan _exitDetectionDelay = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await session.RunWhileContainerRunsAsync(wait, async token =>
        {
            var interval = new PollingInterval(session.Time);
            while (await CheckAsync(token).ConfigureAwait(false) is { } reason)
            {
                session.SetLastResult(wait, reason);
                await interval.WaitAsync(token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        session.ClearLastResult(wait);
    }

    private async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var (exitCount, isRestarting) = (session.ExitCount, session.IsRestarting);
        try
        {
            return await probe.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e)
        {
            // Engines reject many requests about a container that is exiting or restarting, with various errors. ExitWatcher
            // gets a moment to notice that. The error counts only if the container is still in the same run.
            await Task.Delay(_exitDetectionDelay, session.Time, cancellationToken).ConfigureAwait(false);
            var details = await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false);
            if (details.State == ContainerState.Running && session.ExitCount == exitCount && !isRestarting) throw;
            return e.EngineMessage.Length > 0 ? e.EngineMessage : $"the container is {details.State}";
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested
            && e is not (ContainerKitException or WaitOutcomeException or OperationCanceledException))
        {
            // Some drivers and callbacks throw other exceptions when they are canceled.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
