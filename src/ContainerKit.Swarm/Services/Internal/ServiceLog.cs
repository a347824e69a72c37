using Microsoft.Extensions.Logging;

namespace ContainerKit.Swarm.Services;

/// <summary>The log lines of services. docs/logging.md lists the ids.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(
        60, LogLevel.Warning, "Could not find the digest of {Image} in its registry, so each node uses the image that it has: {Reason}")]
    public static partial void ImageNotResolved(ILogger logger, string image, string reason);

    [LoggerMessage(61, LogLevel.Warning, "{Service} was removed, but {Count} of its tasks still stop")]
    public static partial void StillStopping(ILogger logger, string service, int count);
}
