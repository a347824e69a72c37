namespace ContainerKit.Waiting;

/// <summary>Repeats a probe while the container runs, until the probe succeeds.</summary>
internal sealed class ProbedWait(string description, Func<Wait, WaitSession, Probe> createProbe) : Wait(description)
{
    private static readonly TimeSpan _exitDetectionDelay = TimeSpan.FromMilliseconds(100);

    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        using var probe = createProbe(this, session);
        await session.RunWhileContainerRunsAsync(this, async token =>
        {
            var interval = new PollingInterval(session.Time);
            while (await CheckAsync(probe, session, token).ConfigureAwait(false) is { } reason)
            {
                session.SetLastResult(this, reason);
                await interval.WaitAsync(token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        session.ClearLastResult(this);
    }

    private static async Task<string?> CheckAsync(Probe probe, WaitSession session, CancellationToken cancellationToken)
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
