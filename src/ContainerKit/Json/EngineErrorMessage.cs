using System.Text;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>Reads the message of an engine's error response.</summary>
internal static class EngineErrorMessage
{
    /// <summary>
    /// Returns the message. Docker reports <c>{"message":"..."}</c>. Podman's push uses the format of a progress stream.
    /// A proxy may send any text, which is returned as it is.
    /// </summary>
    public static string Read(string body)
    {
        try
        {
            var root = JsonText.Parse(Encoding.UTF8.GetBytes(body));
            string[] texts =
            [
                root.GetStringOrEmpty("message"),
                root.GetPropertyOrDefault("errorDetail").GetStringOrEmpty("message"),
                root.GetStringOrEmpty("error"),
            ];
            if (texts.FirstOrDefault(text => text.Length > 0) is { } message) return message;
        }
        catch (JsonException)
        {
            // Not JSON: the whole text is the message.
        }

        return body.Trim();
    }
}
