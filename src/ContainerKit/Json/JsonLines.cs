using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>Reads the engine's progress streams, which have one JSON object per line.</summary>
internal static class JsonLines
{
    /// <summary>Returns each object as soon as its line is complete. Empty lines are skipped.</summary>
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
