using ContainerKit.Discovery;
using ContainerKit.Sessions;
using ContainerKit.Timing;

namespace ContainerKit.Cleanup;

/// <summary>
/// The removal of a session's resources from one engine, and of the images that were registered with it. Several rounds
/// can be necessary: networks and volumes are in use until their containers are removed, and an engine may still be
/// processing create requests of a killed process.
/// </summary>
internal sealed class SessionRemoval(ICleanupClient client, EngineEndpoint endpoint, TimeProvider time)
{
    private readonly SessionResources _resources = new(client);

    /// <summary>Removes the resources, and retries failed removals.</summary>
    /// <param name="session">The value of the session label.</param>
    /// <param name="images">The registered images, by name or id. The removed ones are taken out of the set.</param>
    /// <param name="mayStillCreate">
    /// Indicates whether the engine may still be processing create requests. If so, its resources are listed several
    /// times, over 8 seconds.
    /// </param>
    /// <param name="timeout">
    /// The time after which failed removals, and requests to an engine that does not respond, are not retried.
    /// </param>
    /// <returns>The report. Each remaining resource is followed by the reason.</returns>
    public async Task<CleanupReport> RunAsync(string session, ISet<string> images, bool mayStillCreate, TimeSpan timeout)
    {
        using var deadline = Deadline.Start(timeout, time);
        var started = time.GetTimestamp();
        var removed = new List<string>();
        for (var failures = 0; ;)
        {
            var remaining = await RunRoundAsync(session, images, removed, deadline.Token).ConfigureAwait(false);
            TimeSpan delay;
            if (remaining.Count == 0)
            {
                failures = 0;
                var next = mayStillCreate ? PollingSchedule.KilledProcess.GetDelay(time.GetElapsedTime(started)) : null;
                if (next is null) return new CleanupReport(removed, []);
                delay = next.Value;
            }
            else
            {
                delay = Backoff.SessionRemoval.GetDelay(++failures);
            }

            await Task.Delay(delay, time, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Another round would fail because of the timeout and hide the actual reason.
            if (remaining.Count > 0 && deadline.HasElapsed) return new CleanupReport(removed, remaining);
        }
    }

    private async Task<IReadOnlyList<string>> RunRoundAsync(
        string session, ISet<string> images, List<string> removed, CancellationToken cancellationToken)
    {
        try
        {
            var resources = await _resources.FindAsync(session, cancellationToken).ConfigureAwait(false);
            var failures = await _resources.RemoveAsync(resources, removed, cancellationToken).ConfigureAwait(false);
            // Includes removals in progress: no later cleanup follows, so this one waits until they are complete.
            List<string> remaining = [.. failures.Select(item =>
                $"{item.Resource}: {PrintableText.EscapeLine(item.Result.Failure!.Message)}")];
            foreach (var image in images.ToList())
            {
                var (_, failure) = await _resources.RemoveImageAsync(image, cancellationToken).ConfigureAwait(false);
                if (failure is null) images.Remove(image);
                if (failure is null) removed.Add($"image {image}");
                else remaining.Add($"image {image}: {PrintableText.EscapeLine(failure.Message)}");
            }

            return remaining;
        }
        catch (CleanupRequestException e)
        {
            return [$"the resources on the engine at {endpoint}: {PrintableText.EscapeLine(e.Message)}"];
        }
    }
}
