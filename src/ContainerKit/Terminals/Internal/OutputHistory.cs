using System.Text;

namespace ContainerKit.Terminals;

/// <summary>The end of what a terminal has shown. Kept as bytes, and made text only when it is asked for.</summary>
internal sealed class OutputHistory
{
    private readonly RingBuffer _bytes = new(OutputBuffer.Capacity);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_bytes) _bytes.AppendOverwriting(bytes);
    }

    public string GetText()
    {
        byte[] bytes;
        lock (_bytes) bytes = _bytes.ToArray();
        // The oldest bytes may be the second half of a character.
        var begin = 0;
        while (begin < Math.Min(3, bytes.Length) && (bytes[begin] & 0xC0) == 0x80) begin++;
        return AnsiEscapeFilter.Strip(Encoding.UTF8.GetString(bytes.AsSpan(begin)));
    }

    /// <summary>What a person would see of it on a screen of so many rows, nearly: a line that was written over is shown as it was last.</summary>
    public string GetScreen(int rows)
    {
        var lines = GetText().TrimEnd().Split('\n');
        return string.Join('\n', lines.Skip(Math.Max(0, lines.Length - rows)).Select(GetVisiblePart));
    }

    private static string GetVisiblePart(string line)
    {
        line = line.TrimEnd('\r');
        return line[(line.LastIndexOf('\r') + 1)..];
    }
}
