using System.Text;

namespace ContainerKit.Terminals;

/// <summary>The last part of the output of a terminal. It is kept as bytes and decoded on request.</summary>
internal sealed class OutputHistory
{
    private readonly RingBuffer _bytes = new(OutputBuffer.Capacity);

    /// <summary>Adds bytes, and discards the oldest if the history is full.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_bytes) _bytes.AppendOverwriting(bytes);
    }

    /// <summary>Returns the output as text, without escape sequences.</summary>
    public string GetText()
    {
        byte[] bytes;
        lock (_bytes) bytes = _bytes.ToArray();
        // The oldest bytes may be the rest of a character whose start was discarded.
        var start = 0;
        while (start < Math.Min(3, bytes.Length) && (bytes[start] & 0xC0) == 0x80) start++;
        return AnsiEscapeFilter.Strip(Encoding.UTF8.GetString(bytes.AsSpan(start)));
    }

    /// <summary>Returns the last lines, approximately as a screen with this number of rows shows them.</summary>
    public string GetScreen(int rows)
    {
        var lines = GetText().TrimEnd().Split('\n');
        return string.Join('\n', lines.Skip(Math.Max(0, lines.Length - rows)).Select(GetVisiblePart));
    }

    // A CR within a line returns to its start, so the text after it replaces the text before it.
    private static string GetVisiblePart(string line)
    {
        line = line.TrimEnd('\r');
        return line[(line.LastIndexOf('\r') + 1)..];
    }
}
