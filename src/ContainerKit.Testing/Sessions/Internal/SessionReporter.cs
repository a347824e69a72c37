using Microsoft.Extensions.Logging;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// What a session has to say: to the log of the engine it guards, and, where something is left or may be left, to standard error, since a
/// clean-up that fails in silence is found weeks later. It never fails a test.
/// </summary>
internal sealed partial class SessionReporter
{
    /// <summary>Where messages go: the logger of the first engine that is protected.</summary>
    public ILogger? Logger { get; set; }

    public void Swept(string things)
    {
        if (Logger is { } logger) LogSwept(logger, things);
    }

    public void LeftEarlier(string thing) => Warn($"An earlier session left something that could not be removed: {thing}");

    public void NoWatchdog(string reason) => Warn(
        $"There is no watchdog for this test session: {reason}. What the session makes is removed when the process ends by itself; after a kill, by the next session on this machine.");

    /// <param name="isWatched">Whether the watchdog goes on with it.</param>
    public void NotRemoved(IReadOnlyList<string> things, bool isWatched) => Warn(
        $"The test session could not remove what it had made:\n  {string.Join("\n  ", things)}\n"
        + (isWatched ? "Its watchdog goes on trying for a while." : "Remove it by hand, or let the next session on this machine try."));

    public void Warn(string text)
    {
        Say(text);
        if (Logger is { } logger) LogWarning(logger, text);
    }

    // The one place where a library may write there: the process is about to end, or its tests would not show a log. What a runner has put in
    // its place may throw when no test runs.
#pragma warning disable RS0030, CA1031
    private static void Say(string text)
    {
        try
        {
            Console.Error.WriteLine("ContainerKit: " + text);
        }
        catch (Exception)
        {
            // The log is left.
        }
    }
#pragma warning restore RS0030, CA1031

    [LoggerMessage(50, LogLevel.Information, "Removed what earlier sessions had left: {Things}")]
    private static partial void LogSwept(ILogger logger, string things);

    [LoggerMessage(51, LogLevel.Warning, "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);
}
