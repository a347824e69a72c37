namespace ContainerKit.Waiting;

/// <summary>Looks again and again while the container lives, until a look finds it ready.</summary>
internal sealed class ProbedWait(string what, Func<Wait, WaitSession, Probe> begin) : Wait(what)
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(100);

    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        using var probe = begin(this, session);
        await session.RunWhileContainerRunsAsync(this, async token =>
        {
            var pace = new PollingInterval(session.Time);
            while (await LookAsync(probe, session, token).ConfigureAwait(false) is { } lack)
            {
                session.SetLastResult(this, lack);
                await pace.WaitAsync(token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        session.ClearLastResult(this);
    }

    private static async Task<string?> LookAsync(Probe probe, WaitSession session, CancellationToken cancellationToken)
    {
        var (ends, isBetweenLives) = (session.ExitCount, session.IsRestarting);
        try
        {
            return await probe.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e)
        {
            // Of a container that ends or is started again in this moment engines refuse much, each in its own words. The watch for its
            // end is given a moment to say so; only while the container runs, in the life that was asked, an error is one.
            await Task.Delay(_moment, session.Time, cancellationToken).ConfigureAwait(false);
            var now = await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false);
            if (now.State == ContainerState.Running && session.ExitCount == ends && !isBetweenLives) throw;
            return e.EngineMessage.Length > 0 ? e.EngineMessage : $"the container is {now.State}";
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not (ContainerKitException or WaitOutcomeException or OperationCanceledException))
        {
            // Drivers and callers make errors of their own of a cancellation.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
