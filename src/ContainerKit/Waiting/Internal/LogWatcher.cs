using ContainerKit.Containers;
using ContainerKit.Terminals;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>
/// Watches the log of a container for matching lines. The log is followed from the last start of the container, so each byte is
/// read once. After a restart by the engine the log is read from the new start, and the count starts again. The whole log of
/// an exited container is read.
/// </summary>
internal sealed class LogWatcher(Wait wait, WaitSession session, LogCondition condition)
{
    // Engines close the log before they record the exit, so the container may seem to run for a while after the end of its log.
    private static readonly TimeSpan _longestExitDelay = TimeSpan.FromSeconds(2);

    private bool IsAutoRemoved => session.Container.CreationInfo is { AutoRemove: true };

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var since = session.IsFirstStart
            ? null
            : GetLogStart(await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false));
        // The exit of the container does not cancel this loop: the line may be the last one of the log.
        while (!await FindInLogAsync(since, follow: true, cancellationToken).ConfigureAwait(false))
        {
            var details = await WaitForExitOrRestartAsync(since, cancellationToken).ConfigureAwait(false);
            if (ExitWatcher.IsStopped(details.State))
            {
                // The engine removed the log with the container.
                if (IsAutoRemoved) throw WaitOutcomeException.Exited(wait, details);
                // Older engines may end a followed log before the last lines of a container that exits at that moment. The
                // log is complete now.
                if (await FindInLogAsync(since, follow: false, cancellationToken).ConfigureAwait(false)) break;
                throw WaitOutcomeException.Exited(wait, details);
            }

            since = GetLogStart(details);
        }

        session.ClearLastResult(wait);
    }

    private async Task<bool> FindInLogAsync(DateTimeOffset? since, bool follow, CancellationToken cancellationToken)
    {
        var (lines, found) = (0, 0);
        session.SetLastResult(
            wait, () => $"{lines} lines read{(found > 0 ? $", {found} of {condition.Occurrence} found" : ", none like it")}");
        var options = new LogOptions { Follow = follow, Since = since };
        try
        {
            await foreach (var line in LogReader.ReadLinesAsync(session.Container, options, cancellationToken).ConfigureAwait(false))
            {
                lines++;
                // A CR is before the LF in the output, but an escape sequence may be between them.
                var text = condition.KeepEscapes ? line.Text : AnsiEscapeFilter.Strip(line.Text).TrimEnd('\r');
                if (condition.Matches(text) && ++found == condition.Occurrence) return true;
            }
        }
        catch (ContainerNotFoundException) when (IsAutoRemoved)
        {
            // ExitWatcher knows the exit code.
        }

        return false;
    }

    /// <summary>After the end of the log, waits until the container has exited or has been restarted.</summary>
    /// <returns>The details of the container.</returns>
    private async Task<ContainerDetails> WaitForExitOrRestartAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var interval = new PollingInterval(session.Time);
        int? restartCount = null;
        while (true)
        {
            var details = await InspectAsync(cancellationToken).ConfigureAwait(false);
            restartCount ??= details.RestartCount;
            // The polls may miss short runs.
            if (details.RestartCount != restartCount)
                (interval, restartCount) = (new PollingInterval(session.Time), details.RestartCount);
            if (ExitWatcher.IsStopped(details.State) && !ExitWatcher.IsRestartExpected(details, interval.Elapsed)) return details;
            if (details.State == ContainerState.Running && (GetLogStart(details) != since || interval.Elapsed > _longestExitDelay))
                return details;
            await interval.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ContainerDetails> InspectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await session.Container.InspectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerNotFoundException) when (IsAutoRemoved)
        {
            return await session.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The engine records StartedAt shortly after the process has started to write, and FinishedAt shortly before it has read
    // the last output of the previous run. No process writes in the middle between the two, so the log of this run starts
    // there. If the container is not running, FinishedAt belongs to the same run as StartedAt, and after a short run it may
    // even be earlier.
    private static DateTimeOffset? GetLogStart(ContainerDetails details) =>
        details is
        {
            State: ContainerState.Running or ContainerState.Paused, StartedAt: { } started, FinishedAt: { } finished,
        } && finished < started
            ? finished + ((started - finished) / 2)
            : null;
}
