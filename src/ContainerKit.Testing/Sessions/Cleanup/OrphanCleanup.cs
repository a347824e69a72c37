using ContainerKit.Discovery;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// The removal of resources of earlier sessions that their watchdogs could not remove, for example after a power
/// failure. It removes only session-managed resources of processes that are definitely dead. Unmanaged resources belong
/// to their users.
/// </summary>
internal static class OrphanCleanup
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    public static Task<RemovalReport> RunAsync(EngineEndpoint endpoint, Version apiVersion) =>
        RunAsync(endpoint, apiVersion, HostIdentity.GetBootTime());

    /// <param name="booted">The time when this machine was booted, or null if unknown.</param>
    public static async Task<RemovalReport> RunAsync(EngineEndpoint endpoint, Version apiVersion, DateTimeOffset? booted)
    {
        var isEngineLocal = EngineLocality.IsLocalMachine(endpoint);
        using var client = new SessionResourceClient(endpoint, apiVersion);
        using var timeout = new CancellationTokenSource(_timeout);
        var removed = new List<string>();
        IReadOnlyList<string> remaining = [];
        try
        {
            // Two rounds: networks and volumes can be in use until their containers are removed.
            for (var round = 0; round < 2; round++)
            {
                var resources = await client.FindAsync(session: null, timeout.Token).ConfigureAwait(false);
                var orphans = resources.Where(resource => IsOrphan(resource, isEngineLocal, booted)).ToList();
                var failures = await SessionRemoval.RemoveAsync(client, orphans, removed, timeout.Token).ConfigureAwait(false);
                // Several sessions can clean up at the same time: a removal that another one has started is no failure.
                remaining =
                [
                    .. failures.Where(item => !item.Failure.IsInProgress).Select(item => $"{item.Resource}: {item.Failure}"),
                ];
                if (remaining.Count == 0) break;
            }
        }
        catch (EngineRequestException)
        {
            // The tests report that the engine is unavailable. The next session retries the cleanup.
        }

        return new RemovalReport(removed, remaining);
    }

    private static bool IsOrphan(SessionResource resource, bool isEngineLocal, DateTimeOffset? booted) =>
        resource.Owner is { IsSessionManaged: true } owner
        && owner.IsDefinitelyDead(
            SessionOwner.This, isEngineLocal, wasCreatedBeforeBoot: resource.CreatedAt < booted, RunningProcess.MayExist);
}
