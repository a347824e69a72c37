using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>The error in a line of a progress stream, whose answer had begun with success.</summary>
internal static class ProgressError
{
    /// <returns>What the engine says went wrong; null for a line of good news.</returns>
    // Engines have long told it twice; the plain text is the one that is on its way out.
    public static string? In(JsonElement message) =>
        message.GetPropertyOrDefault("errorDetail").GetStringOrEmpty("message") is { Length: > 0 } detail ? detail : message.GetStringOrEmpty("error") is { Length: > 0 } error ? error : null;
}
