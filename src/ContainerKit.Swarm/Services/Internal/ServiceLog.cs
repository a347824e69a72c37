using ContainerKit.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Swarm.Services;

/// <summary>
/// The log lines of services. docs/logging.md lists the ids. Control characters of an engine are shown as escape sequences.
/// </summary>
internal static partial class ServiceLog
{
    public static void ImageNotResolved(ILogger logger, string image, string reason) =>
        WriteImageNotResolved(logger, VisibleText.Line(image), VisibleText.Line(reason));

    public static void StillStopping(ILogger logger, string service, int count) =>
        WriteStillStopping(logger, VisibleText.Line(service), count);

    [LoggerMessage(
        60, LogLevel.Warning, "Could not find the digest of {Image} in its registry, so each node uses the image that it has: {Reason}",
        EventName = nameof(ImageNotResolved))]
    private static partial void WriteImageNotResolved(ILogger logger, string image, string reason);

    [LoggerMessage(
        61, LogLevel.Warning, "{Service} was removed, but {Count} of its tasks still stop", EventName = nameof(StillStopping))]
    private static partial void WriteStillStopping(ILogger logger, string service, int count);
}
