namespace ContainerKit.Waiting;

/// <summary>
/// The intervals between the checks of a wait: an eighth of the time that has passed, at least 10 ms and at most 250 ms. A
/// condition that is met soon is noticed at once, and a later one with a delay that is short compared with the time it took.
/// </summary>
internal sealed class PollingInterval(TimeProvider time)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(250);

    private readonly long _startTimestamp = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_startTimestamp);

    /// <summary>Waits until the next check is due.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(GetDelay(Elapsed), time, cancellationToken);

    internal static TimeSpan GetDelay(TimeSpan elapsed)
    {
        var delay = elapsed / 8;
        return delay < _shortest ? _shortest : delay > _longest ? _longest : delay;
    }
}
