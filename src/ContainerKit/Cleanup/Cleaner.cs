using ContainerKit.Engines;
using ContainerKit.Errors;

namespace ContainerKit.Cleanup;

/// <summary>
/// Removes what was made, newest first, under a token and a bound of its own: the caller's token has usually fired by then. A request
/// that is lost is asked again; only what cannot be removed after that is reported as left.
/// </summary>
internal static class Cleaner
{
    private const int Attempts = 4;

    public static async Task<CleanupReport> RemoveAsync(IEnumerable<MadeThing> newestFirst, DockerEngineOptions options)
    {
        List<string> removed = [], left = [];
        using var bound = new CancellationTokenSource(options.CleanupTimeout, options.TimeProvider);
        foreach (var thing in newestFirst)
        {
            try
            {
                if (!await RetryAsync(thing, options, bound.Token).ConfigureAwait(false)) continue;
                removed.Add(thing.ToString());
                Log.Removed(thing.Engine.Logger, thing.ToString());
            }
            catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
            {
                left.Add(thing.ToString());
                Log.NotRemoved(thing.Engine.Logger, thing.ToString(), e);
            }
        }

        return new CleanupReport(removed, left);
    }

    private static async Task<bool> RetryAsync(MadeThing thing, DockerEngineOptions options, CancellationToken bound)
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
            catch (Exception e) when (attempt < Attempts && e is EngineUnavailableException or InUseException or EngineErrorException { StatusCode: >= System.Net.HttpStatusCode.InternalServerError })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25 << (2 * attempt)), options.TimeProvider, bound).ConfigureAwait(false);
            }
        }
    }
}
