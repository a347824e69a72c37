using ContainerKit.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Sessions;

/// <summary>
/// The reporter of session cleanups. It writes to the log of the engine, and passes problems to the handlers of the
/// application, because a failed cleanup would otherwise go unnoticed. Reporting never fails a cleanup.
/// </summary>
internal sealed class SessionReporter
{
    /// <summary>Receives the text of each warning.</summary>
    public event Action<string>? Warning;

    /// <summary>The logger of the first engine that the session tracks.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>Reports the resources of earlier sessions that were removed.</summary>
    public void ReportOrphansRemoved(string resources)
    {
        if (Logger is { } logger) Log.OrphansRemoved(logger, PrintableText.Escape(resources));
    }

    /// <summary>Reports a resource of an earlier session that could not be removed, and the reason.</summary>
    public void ReportOrphanRemaining(string resource) => Warn($"Could not remove a resource of an earlier session: {resource}");

    /// <summary>Reports that the session has no watchdog.</summary>
    public void ReportWatchdogUnavailable(string reason) => Warn(
        $"The session of this process has no watchdog: {reason}. Its resources are removed when the process exits normally. "
        + "If the process is killed, the next session on this machine removes them.");

    /// <summary>Reports the resources that remain at the exit of the process.</summary>
    /// <param name="resources">The resources, each with the reason.</param>
    /// <param name="isWatched">Indicates whether the watchdog retries the removal.</param>
    public void ReportRemainingResources(IReadOnlyList<string> resources, bool isWatched) => Warn(
        $"The session of this process could not remove all of its resources:\n  {string.Join("\n  ", resources)}\n"
        + (isWatched
            ? "Its watchdog retries the removal for a while."
            : "Remove them manually, or start another session on this machine, which retries the removal."));

    /// <summary>Reports a warning. Control characters in the texts of engines are escaped.</summary>
    public void Warn(string text)
    {
        text = PrintableText.Escape(text);
        if (Logger is { } logger) Log.SessionWarning(logger, text);
        foreach (var handler in Delegate.EnumerateInvocationList(Warning))
        {
            try
            {
                handler(text);
            }
#pragma warning disable CA1031 // Any exception of the handler is logged: it must not stop the cleanup or the other handlers.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (Logger is { } log) Log.WarningHandlerFailed(log, e);
            }
        }
    }
}
