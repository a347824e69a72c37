using ContainerKit.Discovery;
using ContainerKit.Sessions;
using ContainerKit.Timing;

namespace ContainerKit.Cleanup;

/// <summary>
/// The removal of resources of earlier sessions that their watchdogs could not remove, for example after a power
/// failure. It removes only session-managed resources of processes that are definitely dead. Unmanaged resources belong
/// to their users.
/// </summary>
internal static class OrphanCleanup
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <summary>Removes the resources. A failure to list them is not reported: the next session retries.</summary>
    public static Task<CleanupReport> RunAsync(ICleanupClient client, EngineEndpoint endpoint) =>
        RunAsync(client, endpoint, HostIdentity.GetBootTime());

    /// <inheritdoc cref="RunAsync(ICleanupClient, EngineEndpoint)"/>
    /// <param name="client">The client of the engine.</param>
    /// <param name="endpoint">The endpoint of the engine.</param>
    /// <param name="booted">The time when this machine was booted, or null if unknown.</param>
    public static async Task<CleanupReport> RunAsync(ICleanupClient client, EngineEndpoint endpoint, DateTimeOffset? booted)
    {
        var isEngineLocal = EngineLocality.IsLocalMachine(endpoint);
        var sessions = new SessionResources(client);
        using var deadline = Deadline.Start(_timeout, TimeProvider.System);
        var removed = new List<string>();
        IReadOnlyList<string> remaining = [];
        try
        {
            // Two rounds: networks and volumes can be in use until their containers are removed.
            for (var round = 0; round < 2; round++)
            {
                var resources = await sessions.FindAsync(session: null, deadline.Token).ConfigureAwait(false);
                var orphans = resources.Where(resource => IsOrphan(resource, isEngineLocal, booted)).ToList();
                var failures = await sessions.RemoveAsync(orphans, removed, deadline.Token).ConfigureAwait(false);
                // Several sessions can clean up at the same time: a removal that another one has started is no failure.
                remaining =
                [
                    .. from item in failures
                       where item.Result.Outcome != RemovalOutcome.InProgress
                       select $"{item.Resource}: {PrintableText.EscapeLine(item.Result.Failure!.Message)}",
                ];
                if (remaining.Count == 0) break;
            }
        }
        catch (CleanupRequestException)
        {
            // The caller's own requests report that the engine is unavailable. The next session retries the cleanup.
        }

        return new CleanupReport(removed, remaining);
    }

    private static bool IsOrphan(ListedResource resource, bool isEngineLocal, DateTimeOffset? booted) =>
        resource.Owner is { IsSessionManaged: true } owner
        && owner.IsDefinitelyDead(
            SessionOwner.This, isEngineLocal, wasCreatedBeforeBoot: resource.CreatedAt < booted, RunningProcess.MayExist);
}
