using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>Reads the engine's progress streams: one JSON object per line, while they come.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<JsonElement> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0) continue;
            using var message = JsonDocument.Parse(line);
            yield return message.RootElement.Clone();
        }
    }
}
