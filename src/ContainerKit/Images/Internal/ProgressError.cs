using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>The error in a line of a progress stream, whose response has a status code of success.</summary>
internal static class ProgressError
{
    /// <summary>Finds the error message in a line. Returns null if the line reports no error.</summary>
    // Engines report the error twice; "error" is the deprecated form.
    public static string? Find(JsonElement line)
    {
        if (line.GetPropertyOrDefault("errorDetail").GetStringOrEmpty("message") is { Length: > 0 } detail) return detail;
        return line.GetStringOrEmpty("error") is { Length: > 0 } error ? error : null;
    }
}
