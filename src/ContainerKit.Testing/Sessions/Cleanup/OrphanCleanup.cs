using ContainerKit.Discovery;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Removes what earlier sessions left on an engine, when not even their watchdog could: a machine that crashed or lost its power, say. Only
/// sessions whose owner is surely gone, and only what was made under a guard: the rest belongs to whoever it was handed to.
/// </summary>
internal static class OrphanCleanup
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    public static Task<RemovalReport> RunAsync(EngineEndpoint endpoint, Version apiVersion) => RunAsync(endpoint, apiVersion, HostIdentity.GetBootTime());

    /// <param name="booted">When this machine was started; null where that cannot be told.</param>
    public static async Task<RemovalReport> RunAsync(EngineEndpoint endpoint, Version apiVersion, DateTimeOffset? booted)
    {
        var isHere = EngineLocality.IsLocalMachine(endpoint);
        using var things = new SessionResourceClient(endpoint, apiVersion);
        using var limit = new CancellationTokenSource(_bound);
        var removed = new List<string>();
        IReadOnlyList<string> left = [];
        try
        {
            // Twice, for the networks and volumes that were in use until their containers were gone.
            for (var round = 0; round < 2; round++)
            {
                var gone = (await things.FindAsync(session: null, limit.Token).ConfigureAwait(false)).Where(thing => IsLeft(thing, isHere, booted)).ToList();
                var refused = await SessionRemoval.RemoveAsync(things, gone, removed, limit.Token).ConfigureAwait(false);
                // Several sessions may sweep at once: what one of them has begun to remove is not left.
                left = [.. refused.Where(each => !each.Why.IsOnItsWay).Select(each => $"{each.Thing}: {each.Why}")];
                if (left.Count == 0) break;
            }
        }
        catch (EngineRequestException)
        {
            // Whoever uses the engine learns that from the engine; there is a next start.
        }

        return new RemovalReport(removed, left);
    }

    private static bool IsLeft(SessionResource thing, bool engineIsHere, DateTimeOffset? booted) => thing.Owner is { IsSessionManaged: true } owner
        && owner.IsDefinitelyDead(SessionOwner.This, engineIsHere, wasCreatedBeforeBoot: thing.Made < booted, RunningProcess.MayExist);
}
