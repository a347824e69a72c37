using ContainerKit.Containers;

namespace ContainerKit.Waiting;

/// <summary>
/// Checks whether a callback of the caller returns true. An exception of the callback means "not ready", unless it reports
/// that the engine is unavailable or the container was removed.
/// </summary>
internal sealed class CallbackProbe(WaitSession session, Func<ContainerClient, CancellationToken, Task<bool>> isReady) : Probe
{
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await CancellableCallback.RunAsync(token => isReady(session.Container, token), session.Time, cancellationToken)
                .ConfigureAwait(false);
            return result ? null : "false";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is not (EngineUnavailableException or ContainerNotFoundException))
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }
}
