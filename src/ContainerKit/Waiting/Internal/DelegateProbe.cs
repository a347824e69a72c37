using ContainerKit.Containers;

namespace ContainerKit.Waiting;

/// <summary>
/// Asks the caller's own code. What it throws means "not ready", and is told should the wait end in vain; that the engine or the container
/// is lost ends the wait.
/// </summary>
internal sealed class DelegateProbe(WaitSession session, Func<ContainerClient, CancellationToken, Task<bool>> isReady) : Probe
{
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CancellableCallback.RunAsync(token => isReady(session.Container, token), session.Time, cancellationToken).ConfigureAwait(false) ? null : "false";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not (EngineUnavailableException or ContainerNotFoundException))
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }
}
