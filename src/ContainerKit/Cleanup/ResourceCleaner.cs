using ContainerKit.Diagnostics;

namespace ContainerKit.Cleanup;

/// <summary>
/// Removes what was made, newest first, under a token and a bound of its own: the caller's token has usually fired by then. A request
/// that is lost is asked again; only what cannot be removed after that is reported as left.
/// </summary>
internal static class ResourceCleaner
{
    private const int Attempts = 4;

    public static async Task<CleanupReport> RemoveAsync(IEnumerable<TrackedResource> newestFirst, DockerEngineOptions options)
    {
        List<TrackedResource> things = [.. newestFirst];
        List<string> removed = [];
        using var bound = new CancellationTokenSource(options.CleanupTimeout, options.TimeProvider);
        var left = await PassAsync(things, removed, options, bound.Token).ConfigureAwait(false);
        // In use, but by nothing that was found: then a container whose create was lost has come after all, and is looked for once more.
        if (left.Exists(failure => failure.Error is ResourceInUseException) && things.Exists(thing => thing.MayAppearLater))
            left = await PassAsync(things.Where(thing => thing.MayAppearLater || left.Exists(failure => failure.Thing == thing)), removed, options, bound.Token).ConfigureAwait(false);

        foreach (var (thing, error) in left) Log.RemovalFailed(thing.Engine.Logger, thing.ToString(), error);
        return new CleanupReport(removed, [.. left.Select(failure => failure.Thing.ToString())]) { Reasons = [.. left.Select(failure => failure.Error)] };
    }

    /// <returns>What is left, with the reason.</returns>
    private static async Task<List<(TrackedResource Thing, Exception Error)>> PassAsync(
        IEnumerable<TrackedResource> things, List<string> removed, DockerEngineOptions options, CancellationToken bound)
    {
        List<(TrackedResource, Exception)> left = [];
        foreach (var thing in things.ToList())
        {
            try
            {
                if (!await RetryAsync(thing, options, bound).ConfigureAwait(false)) continue;
                removed.Add(thing.ToString());
                Log.Removed(thing.Engine.Logger, thing.ToString());
            }
#pragma warning disable CA1031 // The rest is to be removed, and an error that is on its way to come out, whatever this one is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                left.Add((thing, e is OperationCanceledException && bound.IsCancellationRequested ? TimeIsUp(thing, options, e) : e));
            }
        }

        return left;
    }

    private static async Task<bool> RetryAsync(TrackedResource thing, DockerEngineOptions options, CancellationToken bound)
    {
        // One silent request must leave time for the next.
        var limit = options.CleanupTimeout / Attempts;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await thing.RemoveAsync(limit, bound).ConfigureAwait(false);
            }
            // In use: the container that uses it may be on its way out.
            catch (Exception e) when (attempt < Attempts && e is EngineUnavailableException or ResourceInUseException or EngineApiException { StatusCode: >= System.Net.HttpStatusCode.InternalServerError })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25 << (2 * attempt)), options.TimeProvider, bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // What the engine said tells more than that time was up.
                if (bound.IsCancellationRequested) throw;
            }
        }
    }

    private static TimeoutException TimeIsUp(TrackedResource thing, DockerEngineOptions options, Exception inner) => new(
        $"Could not remove {thing} within {options.CleanupTimeout.TotalSeconds:0.###} s, which all of a clean-up has. Give it more with DockerEngineOptions.CleanupTimeout.", inner);
}
