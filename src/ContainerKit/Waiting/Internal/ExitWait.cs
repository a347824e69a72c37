namespace ContainerKit.Waiting;

/// <summary>Waits until the container has exited with an allowed exit code.</summary>
internal sealed class ExitWait(ExitCodes allowed) : Wait($"exit with code {allowed}")
{
    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        session.SetLastResult(this, "it has not exited");
        var details = await session.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        session.ClearLastResult(this);
        if (details.State == ContainerState.Created || !allowed.IsAllowed(details.ExitCode))
            throw WaitOutcomeException.Exited(this, details, $"allowed: {allowed}");
    }
}
