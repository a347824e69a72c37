using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit.Images;

/// <summary>The error in a line of a progress stream, whose answer had begun with success.</summary>
internal static class ProgressError
{
    /// <returns>What the engine says went wrong; null for a line of good news.</returns>
    // Engines have long told it twice; the plain text is the one that is on its way out.
    public static string? In(JsonElement message) =>
        message.At("errorDetail").Text("message") is { Length: > 0 } detail ? detail : message.Text("error") is { Length: > 0 } error ? error : null;
}
