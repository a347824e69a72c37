using ContainerKit.Containers;

namespace ContainerKit.Waiting;

/// <summary>
/// Waits for lines in the log. It follows the log, from where the container was started last, and so reads each byte once. A
/// container that the engine starts again is read from its new start, where counting begins anew. One that has ended before is read whole.
/// </summary>
internal sealed class LogWait(string what, Func<string, bool> matches, int occurrence) : Wait(what)
{
    // How long a container may seem to run on after its log has ended: engines close the log before they know of the end.
    private static readonly TimeSpan _longestEnding = TimeSpan.FromSeconds(2);

    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        var since = session.IsFirstStart ? null : Start(await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false));
        // Not stopped by the container's end: the line may be the last that it wrote.
        while (!await IsInLogAsync(session, since, follow: true, cancellationToken).ConfigureAwait(false))
        {
            var details = await AfterLogAsync(session, since, cancellationToken).ConfigureAwait(false);
            if (ExitWatcher.IsStopped(details.State))
            {
                // Older engines end a follower before the log has the last lines of a container that ends just then. It has them by now.
                if (await IsInLogAsync(session, since, follow: false, cancellationToken).ConfigureAwait(false)) break;
                throw WaitOutcomeException.Exited(this, details);
            }

            since = Start(details);
        }

        session.ClearLastResult(this);
    }

    private async Task<bool> IsInLogAsync(WaitSession session, DateTimeOffset? since, bool follow, CancellationToken cancellationToken)
    {
        var (lines, found) = (0, 0);
        session.SetLastResult(this, () => $"{lines} lines read{(found > 0 ? $", {found} of {occurrence} found" : ", none like it")}");
        await foreach (var line in LogReader.LinesAsync(session.Container, new LogOptions { Follow = follow, Since = since }, cancellationToken).ConfigureAwait(false))
        {
            lines++;
            if (matches(line.Text) && ++found == occurrence) return true;
        }

        return false;
    }

    /// <summary>The log has ended, and with it the container, or one of its lives.</summary>
    /// <returns>The container, ended or in its next life.</returns>
    private static async Task<ContainerDetails> AfterLogAsync(WaitSession session, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var pace = new PollingInterval(session.Time);
        while (true)
        {
            var details = await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false);
            if (ExitWatcher.IsStopped(details.State) && !ExitWatcher.IsRestartExpected(details, pace.Elapsed)) return details;
            if (details.State == ContainerState.Running && (Start(details) != since || pace.Elapsed > _longestEnding)) return details;
            await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The engine notes a start a little after the process has begun to write, and an end a little before it has read the last of what the
    // old one wrote; between the two, which are a container's whole set-up apart, nobody writes. Of one that does not run, the end is that
    // of the life noted, and a short life ends before the engine has noted its start.
    private static DateTimeOffset? Start(ContainerDetails details) =>
        details is { State: ContainerState.Running or ContainerState.Paused, StartedAt: { } started, FinishedAt: { } finished } && finished < started
            ? finished + ((started - finished) / 2)
            : null;
}
