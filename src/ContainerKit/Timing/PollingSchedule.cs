namespace ContainerKit.Timing;

/// <summary>
/// A schedule of fixed times, counted from its start. Its first steps are finer than those of a doubling
/// <see cref="Backoff"/>.
/// </summary>
internal sealed class PollingSchedule
{
    private readonly TimeSpan[] _times;

    private PollingSchedule(params int[] milliseconds) => _times = [.. milliseconds.Select(ms => TimeSpan.FromMilliseconds(ms))];

    /// <summary>
    /// For a resource whose create request got no response. The engine may still work on that request, and a busy engine
    /// takes seconds for a create that usually takes milliseconds.
    /// </summary>
    public static PollingSchedule LostCreate { get; } = new(0, 50, 200, 600, 1600, 3600, 5600, 7600);

    /// <summary>For an image whose build or commit got no response. A commit in progress is recognized, and waited for longer.</summary>
    public static PollingSchedule LostImage { get; } = new(0, 50, 200, 600, 1600, 3600);

    /// <summary>
    /// For the resources of a process that was killed. The engine may still complete several of its create requests.
    /// </summary>
    public static PollingSchedule KilledProcess { get; } = new(100, 300, 700, 1500, 3000, 5000, 8000);

    /// <summary>The delays before each time, counted from the previous one.</summary>
    public IReadOnlyList<TimeSpan> Delays => [.. _times.Select((time, i) => i == 0 ? time : time - _times[i - 1])];

    /// <summary>Returns the delay until the next time; null after the last one.</summary>
    /// <param name="elapsed">The time since the start of the schedule.</param>
    public TimeSpan? GetDelay(TimeSpan elapsed) => Array.FindIndex(_times, time => time > elapsed) is >= 0 and var next
        ? _times[next] - elapsed
        : null;
}
