using System.Collections.Concurrent;
using ContainerKit.Discovery;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Removes what carries a session's label on one engine, and the images that were registered with it, in as many rounds as it takes:
/// networks and volumes are free only when their containers are gone, and an engine may still be at work on what a killed process asked for.
/// </summary>
internal sealed class SessionRemoval(EngineEndpoint endpoint, Version apiVersion, TimeProvider time)
{
    // A busy engine takes seconds for a create that usually takes a moment.
    private static readonly TimeSpan[] _looks = [.. new[] { 100, 300, 700, 1500, 3000, 5000, 8000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    /// <param name="images">By name or id; those that are gone are taken out of it.</param>
    /// <param name="mayCome">Whether the engine may still be making something: then it is looked at several times, over 8 seconds.</param>
    /// <param name="bound">How long to go on with what cannot be removed, or with an engine that does not answer.</param>
    public async Task<RemovalReport> RunAsync(string session, ISet<string> images, bool mayCome, TimeSpan bound)
    {
        using var things = new SessionResourceClient(endpoint, apiVersion);
        using var limit = new CancellationTokenSource(bound, time);
        var begun = time.GetTimestamp();
        var removed = new List<string>();
        for (var failures = 0; ;)
        {
            var left = await OnceAsync(things, session, images, removed, limit.Token).ConfigureAwait(false);
            var elapsed = time.GetElapsedTime(begun);
            TimeSpan pause;
            if (left.Count == 0)
            {
                failures = 0;
                var next = _looks.FirstOrDefault(look => look > elapsed);
                if (!mayCome || next == TimeSpan.Zero) return new RemovalReport(removed, []);
                pause = next - elapsed;
            }
            else
            {
                pause = TimeSpan.FromMilliseconds(50 << Math.Min(failures++, 5));
                if (pause > _longestPause) pause = _longestPause;
            }

            await Task.Delay(pause, time, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Not once more: an attempt without time would tell of that, and no more of the reason.
            if (left.Count > 0 && limit.IsCancellationRequested) return new RemovalReport(removed, left);
        }
    }

    private async Task<IReadOnlyList<string>> OnceAsync(
        SessionResourceClient things, string session, ISet<string> images, List<string> removed, CancellationToken cancellationToken)
    {
        try
        {
            var found = await things.FindAsync(session, cancellationToken).ConfigureAwait(false);
            var refused = await RemoveAsync(things, found, removed, cancellationToken).ConfigureAwait(false);
            // Also what is on its way: this is the last who looks, and stays until it is gone.
            List<string> left = [.. refused.Select(each => $"{each.Thing}: {each.Why}")];
            foreach (var image in images.ToList())
            {
                var refusal = await things.RemoveImageAsync(image, cancellationToken).ConfigureAwait(false);
                if (refusal is null) images.Remove(image);
                if (refusal is null) removed.Add($"image {image}");
                else left.Add($"image {image}: {refusal}");
            }

            return left;
        }
        catch (EngineRequestException e)
        {
            return [$"what is on the engine at {endpoint}: {e.Message}"];
        }
    }

    /// <summary>Removes things, containers first, a few at a time.</summary>
    /// <param name="removed">Gets the names of those that are gone.</param>
    /// <returns>Those that are not, each with the reason.</returns>
    public static async Task<IReadOnlyCollection<(SessionResource Thing, RemovalFailure Why)>> RemoveAsync(
        SessionResourceClient things, IReadOnlyList<SessionResource> found, List<string> removed, CancellationToken cancellationToken)
    {
        var left = new ConcurrentQueue<(SessionResource, RemovalFailure)>();
        foreach (var kind in found.GroupBy(thing => thing.Kind).OrderBy(group => group.Key))
        {
            await Parallel.ForEachAsync(kind, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (thing, _) =>
            {
                var refusal = await things.RemoveAsync(thing, cancellationToken).ConfigureAwait(false);
                if (refusal is not null) left.Enqueue((thing, refusal));
                else lock (removed) removed.Add(thing.ToString());
            }).ConfigureAwait(false);
        }

        return left;
    }
}
