using Microsoft.Extensions.Logging;

namespace ContainerKit.Diagnostics;

/// <summary>
/// The log messages of this library, each with a stable event id: 1-9 connection, 10-19 requests, 20-29 steps of a
/// plan, 30-39 cleanup, 40-49 container logs, 50-59 sessions. docs/logging.md lists all ids. A line shows control
/// characters of containers and engines as visible text, and has no line break.
/// </summary>
internal static partial class Log
{
    public static void Connected(ILogger logger, string endpoint, string source, Version apiVersion) =>
        WriteConnected(logger, VisibleText.Line(endpoint), VisibleText.Line(source), apiVersion);

    public static void ConfigurationUnreadable(ILogger logger, string file, string reason) =>
        WriteConfigurationUnreadable(logger, VisibleText.Line(file), VisibleText.Line(reason));

    public static void RequestFailed(ILogger logger, string operation, int statusCode, string engineMessage) =>
        WriteRequestFailed(logger, VisibleText.Line(operation), statusCode, VisibleText.Line(engineMessage));

    public static void EngineWarning(ILogger logger, string operation, string warning) =>
        WriteEngineWarning(logger, VisibleText.Line(operation), VisibleText.Line(warning));

    public static void CredentialsUnreadable(ILogger logger, string registry, string reason) =>
        WriteCredentialsUnreadable(logger, VisibleText.Line(registry), VisibleText.Line(reason));

    public static void CredentialHelperFailed(ILogger logger, string registry, string file, string reason) =>
        WriteCredentialHelperFailed(logger, VisibleText.Line(registry), VisibleText.Line(file), VisibleText.Line(reason));

    public static void StepStarted(ILogger logger, string step) =>
        WriteStepStarted(logger, VisibleText.Line(step));

    public static void StepFinished(ILogger logger, string step, TimeSpan elapsed) =>
        WriteStepFinished(logger, VisibleText.Line(step), elapsed);

    public static void StepFailed(ILogger logger, string step, TimeSpan elapsed) =>
        WriteStepFailed(logger, VisibleText.Line(step), elapsed);

    public static void ExecMayStillRun(ILogger logger, string command, string container, string reason) =>
        WriteExecMayStillRun(logger, VisibleText.Line(command), VisibleText.Line(container), VisibleText.Line(reason));

    public static void ResizeFailed(ILogger logger, string terminal, string reason) =>
        WriteResizeFailed(logger, VisibleText.Line(terminal), VisibleText.Line(reason));

    public static void InterruptFailed(ILogger logger, string terminal, string reason) =>
        WriteInterruptFailed(logger, VisibleText.Line(terminal), VisibleText.Line(reason));

    public static void Removed(ILogger logger, string resource) =>
        WriteRemoved(logger, VisibleText.Line(resource));

    public static void RemovalFailed(ILogger logger, string resource, Exception exception) =>
        WriteRemovalFailed(logger, VisibleText.Line(resource), exception);

    public static void Kept(ILogger logger, string resource) =>
        WriteKept(logger, VisibleText.Line(resource));

    public static void ContainerOutput(ILogger logger, LogLevel level, string container, string line)
    {
        if (!logger.IsEnabled(level)) return;
        var (name, text) = (VisibleText.Line(container), VisibleText.Block(line));
        WriteContainerOutput(logger, level, name, text);
    }

    public static void LogForwardingStopped(ILogger logger, string container, string reason) =>
        WriteLogForwardingStopped(logger, VisibleText.Line(container), VisibleText.Line(reason));

    public static void OrphansRemoved(ILogger logger, string resources) =>
        WriteOrphansRemoved(logger, VisibleText.Line(resources));

    public static void SessionWarning(ILogger logger, string text) =>
        WriteSessionWarning(logger, VisibleText.Block(text));

    [LoggerMessage(
        1, LogLevel.Debug, "Connected to the engine at {Endpoint} ({Source}), API {ApiVersion}",
        EventName = nameof(Connected))]
    private static partial void WriteConnected(ILogger logger, string endpoint, string source, Version apiVersion);

    [LoggerMessage(
        2, LogLevel.Warning, "Could not read {File}; the contexts, proxies and headers in it are ignored: {Reason}",
        EventName = nameof(ConfigurationUnreadable))]
    private static partial void WriteConfigurationUnreadable(ILogger logger, string file, string reason);

    [LoggerMessage(
        10, LogLevel.Debug, "Could not {Operation}: the engine answered {StatusCode} \"{EngineMessage}\"",
        EventName = nameof(RequestFailed))]
    private static partial void WriteRequestFailed(ILogger logger, string operation, int statusCode, string engineMessage);

    [LoggerMessage(
        11, LogLevel.Warning, "The engine returned a warning for the request to {Operation}: {Warning}",
        EventName = nameof(EngineWarning))]
    private static partial void WriteEngineWarning(ILogger logger, string operation, string warning);

    [LoggerMessage(
        12, LogLevel.Warning, "Could not read credentials for {Registry}; continuing anonymously: {Reason}",
        EventName = nameof(CredentialsUnreadable))]
    private static partial void WriteCredentialsUnreadable(ILogger logger, string registry, string reason);

    [LoggerMessage(
        13, LogLevel.Warning, "The credential helper for {Registry} failed; using the entry in {File}: {Reason}",
        EventName = nameof(CredentialHelperFailed))]
    private static partial void WriteCredentialHelperFailed(ILogger logger, string registry, string file, string reason);

    [LoggerMessage(20, LogLevel.Information, "{Step}", EventName = nameof(StepStarted))]
    private static partial void WriteStepStarted(ILogger logger, string step);

    [LoggerMessage(21, LogLevel.Debug, "{Step}: done in {Elapsed}", EventName = nameof(StepFinished))]
    private static partial void WriteStepFinished(ILogger logger, string step, TimeSpan elapsed);

    [LoggerMessage(22, LogLevel.Warning, "{Step}: failed after {Elapsed}", EventName = nameof(StepFailed))]
    private static partial void WriteStepFailed(ILogger logger, string step, TimeSpan elapsed);

    [LoggerMessage(
        23, LogLevel.Warning, "The process of the canceled exec `{Command}` in container {Container} may still run: {Reason}",
        EventName = nameof(ExecMayStillRun))]
    private static partial void WriteExecMayStillRun(ILogger logger, string command, string container, string reason);

    [LoggerMessage(24, LogLevel.Debug, "Could not resize the {Terminal}: {Reason}", EventName = nameof(ResizeFailed))]
    private static partial void WriteResizeFailed(ILogger logger, string terminal, string reason);

    [LoggerMessage(
        25, LogLevel.Warning, "Could not send Ctrl-C to the {Terminal}: {Reason}", EventName = nameof(InterruptFailed))]
    private static partial void WriteInterruptFailed(ILogger logger, string terminal, string reason);

    [LoggerMessage(30, LogLevel.Debug, "Removed {Resource}", EventName = nameof(Removed))]
    private static partial void WriteRemoved(ILogger logger, string resource);

    [LoggerMessage(31, LogLevel.Error, "Could not remove {Resource}", EventName = nameof(RemovalFailed))]
    private static partial void WriteRemovalFailed(ILogger logger, string resource, Exception exception);

    [LoggerMessage(32, LogLevel.Warning, "Kept {Resource} because of KeepOnFailure", EventName = nameof(Kept))]
    private static partial void WriteKept(ILogger logger, string resource);

    // The caller chooses the logger and the level, so only the event id identifies these lines as the library's.
    [LoggerMessage(EventId = 40, Message = "{Container}: {Line}", EventName = nameof(ContainerOutput))]
    private static partial void WriteContainerOutput(ILogger logger, LogLevel level, string container, string line);

    [LoggerMessage(
        41, LogLevel.Warning, "The log of {Container} is no longer forwarded: {Reason}",
        EventName = nameof(LogForwardingStopped))]
    private static partial void WriteLogForwardingStopped(ILogger logger, string container, string reason);

    [LoggerMessage(
        50, LogLevel.Information, "Removed resources of earlier sessions: {Resources}", EventName = nameof(OrphansRemoved))]
    private static partial void WriteOrphansRemoved(ILogger logger, string resources);

    [LoggerMessage(51, LogLevel.Warning, "{Text}", EventName = nameof(SessionWarning))]
    private static partial void WriteSessionWarning(ILogger logger, string text);

    [LoggerMessage(52, LogLevel.Warning, "A handler of CleanupSession.Warning threw an exception")]
    public static partial void WarningHandlerFailed(ILogger logger, Exception exception);
}
