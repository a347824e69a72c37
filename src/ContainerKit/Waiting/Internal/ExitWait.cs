namespace ContainerKit.Waiting;

/// <summary>Waits until the container has ended, with an exit code that is allowed.</summary>
internal sealed class ExitWait(ExitCodes allowed) : Wait($"exit with code {allowed}")
{
    internal override async Task UntilAsync(WaitSession session, CancellationToken cancellationToken)
    {
        session.Note(this, "it has not ended");
        var details = await session.EndAsync(cancellationToken).ConfigureAwait(false);
        session.Forget(this);
        if (details.State == ContainerState.Created || !allowed.IsAllowed(details.ExitCode))
            throw WaitEndedException.Exited(this, details, $"allowed: {allowed}");
    }
}
