using Microsoft.Extensions.Logging;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// The reporter of session cleanups. It writes to the log of the engine. Problems are also written to standard error,
/// because a failed cleanup would otherwise go unnoticed. Reporting never fails a test.
/// </summary>
internal sealed partial class SessionReporter
{
    /// <summary>The logger of the first engine that the session tracks.</summary>
    public ILogger? Logger { get; set; }

    public void ReportOrphansRemoved(string resources)
    {
        if (Logger is { } logger) LogOrphansRemoved(logger, resources);
    }

    public void ReportOrphanRemaining(string resource) => Warn($"Could not remove a resource of an earlier session: {resource}");

    public void ReportWatchdogUnavailable(string reason) => Warn(
        $"This test session has no watchdog: {reason}. Its resources are removed when the process exits normally. "
        + "If the process is killed, the next session on this machine removes them.");

    /// <param name="isWatched">Indicates whether the watchdog retries the removal.</param>
    public void ReportRemainingResources(IReadOnlyList<string> resources, bool isWatched) => Warn(
        $"The test session could not remove all of its resources:\n  {string.Join("\n  ", resources)}\n"
        + (isWatched
            ? "Its watchdog retries the removal for a while."
            : "Remove them manually, or start another session on this machine, which retries the removal."));

    public void Warn(string text)
    {
        WriteToStandardError(text);
        if (Logger is { } logger) LogWarning(logger, text);
    }

    // The only place where the library writes to the console: the process is about to exit, or its tests would not show
    // a log. A writer that a test runner has set in its place may throw when no test is running.
#pragma warning disable RS0030, CA1031
    private static void WriteToStandardError(string text)
    {
        try
        {
            Console.Error.WriteLine("ContainerKit: " + text);
        }
        catch (Exception)
        {
            // The log still gets the message.
        }
    }
#pragma warning restore RS0030, CA1031

    [LoggerMessage(50, LogLevel.Information, "Removed resources of earlier sessions: {Resources}")]
    private static partial void LogOrphansRemoved(ILogger logger, string resources);

    [LoggerMessage(51, LogLevel.Warning, "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);
}
