namespace ContainerKit.Timing;

/// <summary>A schedule of growing delays between attempts.</summary>
/// <param name="First">The delay after the first attempt.</param>
/// <param name="Maximum">The longest delay.</param>
/// <param name="Factor">The growth from one delay to the next.</param>
internal sealed record Backoff(TimeSpan First, TimeSpan Maximum, double Factor = 2)
{
    /// <summary>
    /// For a state that usually changes within milliseconds, such as the exit code of an exec whose output has ended.
    /// </summary>
    public static Backoff Polling { get; } = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(250));

    /// <summary>
    /// For a request that removes a resource and failed: the engine may be busy or the resource still in use.
    /// </summary>
    public static Backoff Removal { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), Factor: 4);

    /// <summary>
    /// For the resources of a session that could not be removed yet: networks and volumes are in use until their
    /// containers are removed.
    /// </summary>
    public static Backoff SessionRemoval { get; } = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    /// <summary>Returns the delay after an attempt, counted from 1.</summary>
    public TimeSpan GetDelay(int attempt)
    {
        var milliseconds = First.TotalMilliseconds * Math.Pow(Factor, attempt - 1);
        return milliseconds < Maximum.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : Maximum;
    }

    /// <summary>Waits for the delay after an attempt, counted from 1.</summary>
    public Task WaitAsync(int attempt, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(GetDelay(attempt), time, cancellationToken);
}
