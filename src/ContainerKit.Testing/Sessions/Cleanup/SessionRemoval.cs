using System.Collections.Concurrent;
using ContainerKit.Discovery;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// The removal of a session's resources from one engine, and of the images that were registered with it. Several rounds
/// can be necessary: networks and volumes are in use until their containers are removed, and an engine may still be
/// processing create requests of a killed process.
/// </summary>
internal sealed class SessionRemoval(EngineEndpoint endpoint, Version apiVersion, TimeProvider time)
{
    // The times at which to list the resources again while the engine may still create some. A create request that
    // usually completes at once can take seconds on a busy engine.
    private static readonly TimeSpan[] _checkTimes =
        [.. new[] { 100, 300, 700, 1500, 3000, 5000, 8000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    private static readonly TimeSpan _maximumDelay = TimeSpan.FromSeconds(1);

    /// <summary>Removes the resources, and retries failed removals.</summary>
    /// <param name="images">The registered images, by name or id. The removed ones are taken out of the set.</param>
    /// <param name="mayStillCreate">
    /// Indicates whether the engine may still be processing create requests. If so, its resources are listed several
    /// times, over 8 seconds.
    /// </param>
    /// <param name="timeout">
    /// The time after which failed removals, and requests to an engine that does not respond, are not retried.
    /// </param>
    public async Task<RemovalReport> RunAsync(string session, ISet<string> images, bool mayStillCreate, TimeSpan timeout)
    {
        using var client = new SessionResourceClient(endpoint, apiVersion);
        using var cancellation = new CancellationTokenSource(timeout, time);
        var started = time.GetTimestamp();
        var removed = new List<string>();
        for (var failures = 0; ;)
        {
            var remaining = await RunRoundAsync(client, session, images, removed, cancellation.Token).ConfigureAwait(false);
            var elapsed = time.GetElapsedTime(started);
            TimeSpan delay;
            if (remaining.Count == 0)
            {
                failures = 0;
                var next = _checkTimes.FirstOrDefault(checkTime => checkTime > elapsed);
                if (!mayStillCreate || next == TimeSpan.Zero) return new RemovalReport(removed, []);
                delay = next - elapsed;
            }
            else
            {
                delay = TimeSpan.FromMilliseconds(50 << Math.Min(failures++, 5));
                if (delay > _maximumDelay) delay = _maximumDelay;
            }

            await Task.Delay(delay, time, cancellation.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Another round would fail because of the timeout and hide the actual reason.
            if (remaining.Count > 0 && cancellation.IsCancellationRequested) return new RemovalReport(removed, remaining);
        }
    }

    private async Task<IReadOnlyList<string>> RunRoundAsync(
        SessionResourceClient client, string session, ISet<string> images, List<string> removed, CancellationToken cancellationToken)
    {
        try
        {
            var resources = await client.FindAsync(session, cancellationToken).ConfigureAwait(false);
            var failures = await RemoveAsync(client, resources, removed, cancellationToken).ConfigureAwait(false);
            // Includes removals in progress: no later cleanup follows, so this one waits until they are complete.
            List<string> remaining = [.. failures.Select(item => $"{item.Resource}: {item.Failure}")];
            foreach (var image in images.ToList())
            {
                var failure = await client.RemoveImageAsync(image, cancellationToken).ConfigureAwait(false);
                if (failure is null) images.Remove(image);
                if (failure is null) removed.Add($"image {image}");
                else remaining.Add($"image {image}: {failure}");
            }

            return remaining;
        }
        catch (EngineRequestException e)
        {
            return [$"the resources on the engine at {endpoint}: {e.Message}"];
        }
    }

    /// <summary>Removes resources, containers first, up to four at a time.</summary>
    /// <param name="removed">Receives the names of the removed resources.</param>
    /// <returns>The resources that could not be removed, each with the reason.</returns>
    public static async Task<IReadOnlyCollection<(SessionResource Resource, RemovalFailure Failure)>> RemoveAsync(
        SessionResourceClient client, IReadOnlyList<SessionResource> resources, List<string> removed, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentQueue<(SessionResource, RemovalFailure)>();
        foreach (var kind in resources.GroupBy(resource => resource.Kind).OrderBy(group => group.Key))
        {
            await Parallel.ForEachAsync(kind, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (resource, _) =>
            {
                var failure = await client.RemoveAsync(resource, cancellationToken).ConfigureAwait(false);
                if (failure is not null) failures.Enqueue((resource, failure));
                else lock (removed) removed.Add(resource.ToString());
            }).ConfigureAwait(false);
        }

        return failures;
    }
}
