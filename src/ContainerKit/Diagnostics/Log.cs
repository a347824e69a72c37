using Microsoft.Extensions.Logging;

namespace ContainerKit.Diagnostics;

/// <summary>
/// The log messages of this library, each with a stable event id: 1-9 connection, 10-19 requests, 20-29 steps of a
/// plan, 30-39 cleanup, 40-49 container logs, 50-59 sessions. docs/logging.md lists all ids.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Connected to the engine at {Endpoint} ({Source}), API {ApiVersion}")]
    public static partial void Connected(ILogger logger, string endpoint, string source, Version apiVersion);

    [LoggerMessage(2, LogLevel.Warning, "Could not read {File}; the Docker contexts in it are ignored: {Reason}")]
    public static partial void ConfigurationUnreadable(ILogger logger, string file, string reason);

    [LoggerMessage(10, LogLevel.Debug, "Could not {Operation}: the engine answered {StatusCode} \"{EngineMessage}\"")]
    public static partial void RequestFailed(ILogger logger, string operation, int statusCode, string engineMessage);

    [LoggerMessage(11, LogLevel.Warning, "The engine returned a warning for the request to {Operation}: {Warning}")]
    public static partial void EngineWarning(ILogger logger, string operation, string warning);

    [LoggerMessage(12, LogLevel.Warning, "Could not read credentials for {Registry}; continuing anonymously: {Reason}")]
    public static partial void CredentialsUnreadable(ILogger logger, string registry, string reason);

    [LoggerMessage(13, LogLevel.Warning, "The credential helper for {Registry} failed; using the entry in {File}: {Reason}")]
    public static partial void CredentialHelperFailed(ILogger logger, string registry, string file, string reason);

    [LoggerMessage(20, LogLevel.Information, "{Step}")]
    public static partial void StepStarted(ILogger logger, string step);

    [LoggerMessage(21, LogLevel.Debug, "{Step}: done in {Elapsed}")]
    public static partial void StepFinished(ILogger logger, string step, TimeSpan elapsed);

    [LoggerMessage(22, LogLevel.Warning, "{Step}: failed after {Elapsed}")]
    public static partial void StepFailed(ILogger logger, string step, TimeSpan elapsed);

    [LoggerMessage(
        23, LogLevel.Warning, "The process of the canceled exec `{Command}` in container {Container} may still run: {Reason}")]
    public static partial void ExecMayStillRun(ILogger logger, string command, string container, string reason);

    [LoggerMessage(24, LogLevel.Debug, "Could not resize the {Terminal}: {Reason}")]
    public static partial void ResizeFailed(ILogger logger, string terminal, string reason);

    [LoggerMessage(25, LogLevel.Warning, "Could not send Ctrl-C to the {Terminal}: {Reason}")]
    public static partial void InterruptFailed(ILogger logger, string terminal, string reason);

    [LoggerMessage(30, LogLevel.Debug, "Removed {Resource}")]
    public static partial void Removed(ILogger logger, string resource);

    [LoggerMessage(31, LogLevel.Error, "Could not remove {Resource}")]
    public static partial void RemovalFailed(ILogger logger, string resource, Exception exception);

    [LoggerMessage(32, LogLevel.Warning, "Kept {Resource} because of KeepOnFailure")]
    public static partial void Kept(ILogger logger, string resource);

    // The caller chooses the logger and the level, so only the event id identifies these lines as the library's.
    [LoggerMessage(EventId = 40, Message = "{Container}: {Line}")]
    public static partial void ContainerOutput(ILogger logger, LogLevel level, string container, string line);

    [LoggerMessage(41, LogLevel.Warning, "The log of {Container} is no longer forwarded: {Reason}")]
    public static partial void LogForwardingStopped(ILogger logger, string container, string reason);

    [LoggerMessage(50, LogLevel.Information, "Removed resources of earlier sessions: {Resources}")]
    public static partial void OrphansRemoved(ILogger logger, string resources);

    [LoggerMessage(51, LogLevel.Warning, "{Text}")]
    public static partial void SessionWarning(ILogger logger, string text);

    [LoggerMessage(52, LogLevel.Warning, "A handler of CleanupSession.Warning threw an exception")]
    public static partial void WarningHandlerFailed(ILogger logger, Exception exception);
}
