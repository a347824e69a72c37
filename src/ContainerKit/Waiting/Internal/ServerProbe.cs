using System.Net.Sockets;
using ContainerKit.Timing;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>
/// Checks a server by a callback that speaks its protocol. The callback gets the address of the port, which is found once in each run of
/// the container. An exception of the callback means "not ready", unless it reports that the engine is unavailable or the container was
/// removed.
/// </summary>
internal sealed class ServerProbe(Wait wait, WaitSession session, ServerCondition condition) : Probe
{
    private static readonly TimeSpan _checkTimeout = TimeSpan.FromSeconds(5);

    private readonly PortFinder _finder = new(session, condition.Port);

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var location = await _finder.FindAsync(cancellationToken).ConfigureAwait(false);
        if (location.Access == PortAccess.NotRunning) return $"the container is {location.Details.State}";
        var address = location.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(condition.Port));
        using var deadline = Deadline.Start(_checkTimeout, session.Time, cancellationToken);
        try
        {
            var isReady = await CancellableCallback.RunAsync(token => condition.IsReady(address, token), session.Time, deadline.Token)
                .ConfigureAwait(false);
            return isReady ? null : $"the response from {address} is not that of a server that is ready";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address} did not respond within {_checkTimeout.TotalSeconds} s";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is not (EngineUnavailableException or ContainerNotFoundException))
        {
            _finder.InvalidateIfRefused(e);
            return e is SocketException or IOException ? $"{address}: {e.GetBaseException().Message}" : $"{e.GetType().Name}: {e.Message}";
        }
    }
}
