using ContainerKit.Discovery;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Diagnostics;

/// <summary>
/// Every message this library logs, with its stable event id: 1-9 the connection, 10-19 requests, 20-29 steps of a chain, 30-39 clean-up,
/// 40-49 container logs. Test sessions, which log to the same category, have 50-59. docs/logging.md lists all ids.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Connected to the engine at {Endpoint} ({Source}), API {ApiVersion}")]
    public static partial void Connected(ILogger logger, EngineEndpoint endpoint, string source, Version apiVersion);

    [LoggerMessage(2, LogLevel.Warning, "{File} cannot be read, so no context is taken from it: {Reason}")]
    public static partial void ConfigurationUnreadable(ILogger logger, string file, string reason);

    [LoggerMessage(10, LogLevel.Debug, "Could not {Doing}: the engine answered {StatusCode} \"{EngineMessage}\"")]
    public static partial void Refused(ILogger logger, string doing, int statusCode, string engineMessage);

    [LoggerMessage(11, LogLevel.Warning, "To {Doing}, the engine remarked: {Remark}")]
    public static partial void Remarked(ILogger logger, string doing, string remark);

    [LoggerMessage(12, LogLevel.Warning, "The credentials of this machine for {Registry} could not be read, so it is asked as nobody: {Reason}")]
    public static partial void CredentialsUnreadable(ILogger logger, string registry, string reason);

    [LoggerMessage(20, LogLevel.Information, "{Step}")]
    public static partial void StepStarted(ILogger logger, string step);

    [LoggerMessage(21, LogLevel.Debug, "{Step}: done in {Elapsed}")]
    public static partial void StepFinished(ILogger logger, string step, TimeSpan elapsed);

    [LoggerMessage(22, LogLevel.Warning, "{Step}: failed after {Elapsed}")]
    public static partial void StepFailed(ILogger logger, string step, TimeSpan elapsed);

    [LoggerMessage(23, LogLevel.Warning, "The process of the cancelled exec `{Command}` in container {Container} may still run: {Reason}")]
    public static partial void ExecNotEnded(ILogger logger, string command, string container, string reason);

    [LoggerMessage(24, LogLevel.Debug, "The {Terminal} was not told of the console's new size: {Reason}")]
    public static partial void NotResized(ILogger logger, string terminal, string reason);

    [LoggerMessage(25, LogLevel.Warning, "The {Terminal} was not told of Ctrl-C: {Reason}")]
    public static partial void NotInterrupted(ILogger logger, string terminal, string reason);

    [LoggerMessage(30, LogLevel.Debug, "Removed {Thing}")]
    public static partial void Removed(ILogger logger, string thing);

    [LoggerMessage(31, LogLevel.Error, "Could not remove {Thing}")]
    public static partial void NotRemoved(ILogger logger, string thing, Exception exception);

    [LoggerMessage(32, LogLevel.Warning, "Kept {Thing}, as KeepOnFailure asked")]
    public static partial void Kept(ILogger logger, string thing);

    // The level is the caller's choice; the logger as well, so the id is all that tells these lines from the application's own.
    [LoggerMessage(EventId = 40, Message = "{Container}: {Line}")]
    public static partial void Said(ILogger logger, LogLevel level, string container, string line);

    [LoggerMessage(41, LogLevel.Warning, "The log of {Container} is not passed on any more: {Reason}")]
    public static partial void NotFollowed(ILogger logger, string container, string reason);
}
