using System.Buffers;
using System.Text;

namespace ContainerKit.Streams;

/// <summary>
/// Cuts one output into lines, whatever pieces it arrives in. It cuts bytes and decodes whole lines, so a character split between two
/// pieces stays one character.
/// </summary>
internal sealed class LineSplitter
{
    /// <summary>A line longer than this comes in parts: a gigabyte without a line end must not be held in memory.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _partial = new();

    /// <summary>Whether a line has begun that has not ended yet.</summary>
    public bool IsInLine => _partial.WrittenCount > 0;

    public void Push(ReadOnlySpan<byte> bytes, Action<string> line)
    {
        while (true)
        {
            var room = LongestLine - _partial.WrittenCount;
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 && bytes.Length <= room) break;
            var isWhole = end >= 0 && end <= room;
            var taken = isWhole ? end : room;
            line(Complete(bytes[..taken]));
            bytes = bytes[(isWhole ? taken + 1 : taken)..];
        }

        _partial.Write(bytes);
    }

    /// <summary>Hands out what came after the last line end, if anything.</summary>
    public void Finish(Action<string> line)
    {
        if (_partial.WrittenCount > 0) line(Complete([]));
    }

    private string Complete(ReadOnlySpan<byte> last)
    {
        if (_partial.WrittenCount == 0) return Decode(last);
        _partial.Write(last);
        var text = Decode(_partial.WrittenSpan);
        _partial.ResetWrittenCount();
        return text;
    }

    // A terminal ends its lines with CR LF.
    private static string Decode(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line is [.. var text, (byte)'\r'] ? text : line);
}
