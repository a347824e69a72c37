namespace ContainerKit.Waiting;

/// <summary>
/// When the next look comes: after 10 ms at first, and later in the measure of the time that has passed, up to 250 ms. So what has taken
/// long to come is noticed an eighth of that later at most, and what comes soon is noticed at once.
/// </summary>
internal sealed class PollingInterval(TimeProvider time)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(250);

    private readonly long _begun = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(GetDelay(Elapsed), time, cancellationToken);

    internal static TimeSpan GetDelay(TimeSpan elapsed)
    {
        var share = elapsed / 8;
        return share < _shortest ? _shortest : share > _longest ? _longest : share;
    }
}
