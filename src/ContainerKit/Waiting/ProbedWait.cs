namespace ContainerKit.Waiting;

/// <summary>Looks again and again while the container lives, until a look finds it ready.</summary>
internal sealed class ProbedWait(string what, Func<Wait, WaitSession, Probe> begin) : Wait(what)
{
    internal override async Task UntilAsync(WaitSession session, CancellationToken cancellationToken)
    {
        using var probe = begin(this, session);
        await session.WhileItLivesAsync(this, async token =>
        {
            var pace = new Pace(session.Time);
            while (await LookAsync(probe, token).ConfigureAwait(false) is { } lack)
            {
                session.Note(this, lack);
                await pace.NextAsync(token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        session.Forget(this);
    }

    private static async Task<string?> LookAsync(Probe probe, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.LookAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not (ContainerKitException or WaitEndedException or OperationCanceledException))
        {
            // Drivers and callers make errors of their own of a cancellation.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}

/// <summary>What one wait looks with; made anew each time it is waited for.</summary>
internal abstract class Probe : IDisposable
{
    /// <summary>Looks once.</summary>
    /// <returns>What is still lacking, for people; null when nothing is.</returns>
    /// <exception cref="WaitEndedException">It will never be ready.</exception>
    public abstract Task<string?> LookAsync(CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }
}
