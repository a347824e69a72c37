namespace ContainerKit.Waiting;

/// <summary>
/// Waits for lines in the log. It follows the log, from where the container was started last, and so reads each byte once. A
/// container that the engine starts again is read from its new start, where counting begins anew.
/// </summary>
internal sealed class LogWait(string what, Func<string, bool> matches, int occurrence) : Wait(what)
{
    // How long a container may seem to run on after its log has ended: engines close the log before they know of the end.
    private static readonly TimeSpan _longestEnding = TimeSpan.FromSeconds(2);

    internal override async Task UntilAsync(WaitSession session, CancellationToken cancellationToken)
    {
        var since = session.IsFirstStart ? null : Start(await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false));
        // Not stopped by the container's end: the line may be the last that it wrote.
        while (!await IsInLogAsync(session, since, cancellationToken).ConfigureAwait(false))
            since = await NextStartAsync(session, since, cancellationToken).ConfigureAwait(false);
        session.Forget(this);
    }

    private async Task<bool> IsInLogAsync(WaitSession session, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var (lines, found) = (0, 0);
        session.Note(this, () => $"{lines} lines read{(found > 0 ? $", {found} of {occurrence} found" : ", none like it")}");
        await foreach (var line in session.Container.LogsAsync(new LogOptions { Follow = true, Since = since }, cancellationToken).ConfigureAwait(false))
        {
            lines++;
            if (matches(line.Text) && ++found == occurrence) return true;
        }

        return false;
    }

    /// <summary>The log has ended, and with it the container, or one of its lives.</summary>
    /// <returns>Where the next life's log begins.</returns>
    private async Task<DateTimeOffset?> NextStartAsync(WaitSession session, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var pace = new Pace(session.Time);
        while (true)
        {
            var details = await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false);
            if (ExitWatch.HasEnded(details.State)) throw WaitEndedException.Exited(this, details);
            if (details.State == ContainerState.Running && (Start(details) != since || pace.Elapsed > _longestEnding)) return Start(details);
            await pace.NextAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The engine notes a start a little after the process has begun to write, and an end a little before it has read the last of what the
    // old one wrote; between the two, which are a container's whole set-up apart, nobody writes.
    private static DateTimeOffset? Start(ContainerDetails details) =>
        details is { StartedAt: { } started, FinishedAt: { } finished } && finished < started ? finished + ((started - finished) / 2) : null;
}
