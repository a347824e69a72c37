using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>Reads the engine's progress streams, which have one JSON text per line.</summary>
internal static class JsonLines
{
    /// <summary>
    /// The longest line in bytes. The longest lines have the trace of BuildKit, whose messages have at most 16 MiB, in base64.
    /// </summary>
    public const int MaximumLineLength = 32 * 1024 * 1024;

    private const int BufferLength = 16 * 1024;

    /// <summary>
    /// Returns each text as soon as its line is complete. Empty lines are skipped. A proxy may put null characters around the texts;
    /// JSON itself cannot contain them.
    /// </summary>
    /// <exception cref="JsonException">A text is invalid, or the last one is incomplete.</exception>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="MaximumLineLength"/>.</exception>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            // The line starts at "start", and the bytes before "scanned" have no line end.
            var (start, scanned, end) = (0, 0, 0);
            var isEnd = false;
            while (!isEnd)
            {
                ReadOnlyMemory<byte> line;
                var length = buffer.AsSpan(scanned, end - scanned).IndexOfAny((byte)'\n', (byte)'\0');
                if (length >= 0)
                {
                    line = buffer.AsMemory(start, scanned + length - start);
                    start = scanned += length + 1;
                }
                else
                {
                    buffer = MakeRoom(buffer, ref start, ref end);
                    scanned = end;
                    var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
                    end += read;
                    if (read > 0) continue;
                    isEnd = true;
                    line = buffer.AsMemory(start, end - start);
                }

                while (JsonText.TryTake(ref line, out var json)) yield return json;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Moves the incomplete line to the start of the buffer, or to a larger buffer.
    private static byte[] MakeRoom(byte[] buffer, ref int start, ref int end)
    {
        var length = end - start;
        if (length > MaximumLineLength)
        {
            throw new InvalidDataException(
                $"a line of its response has more than {MaximumLineLength / (1024 * 1024)} MiB, which is no progress message of an engine");
        }

        var target = buffer;
        if (length == buffer.Length) target = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        if (start > 0 || target != buffer) buffer.AsSpan(start, length).CopyTo(target);
        if (target != buffer) ArrayPool<byte>.Shared.Return(buffer);
        (start, end) = (0, length);
        return target;
    }
}
