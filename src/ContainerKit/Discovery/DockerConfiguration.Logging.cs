using System.Text.Json;
using ContainerKit.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Discovery;

// The watchdog, which has no logger, compiles the other part only.
internal static partial class DockerConfiguration
{
    /// <summary>
    /// Returns the content of <c>config.json</c>; <c>default</c> if it does not exist. A file that this user cannot read, such as one that
    /// was created by root, or that is not JSON, is logged and ignored. The Docker CLI reports a warning and continues too: see
    /// LoadDefaultConfigFile in https://github.com/docker/cli/blob/v28.2.2/cli/config/config.go.
    /// </summary>
    public static JsonElement ReadOrEmpty(HostEnvironment host, ILogger logger)
    {
        var file = GetPath(host);
        try
        {
            return Read(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // No file is the usual case.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.ConfigurationUnreadable(logger, file, e.Message);
        }
        catch (JsonException e)
        {
            // Without the message, which may contain a part of the file, and the file has secrets.
            Log.ConfigurationUnreadable(
                logger, file, $"it is not valid JSON, at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}");
        }

        return default;
    }
}
