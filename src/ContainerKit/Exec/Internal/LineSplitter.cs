using System.Buffers;
using System.Text;

namespace ContainerKit.Exec;

/// <summary>
/// Cuts one output into lines, whatever pieces it arrives in. It cuts bytes and decodes whole lines, so a character split between two
/// pieces stays one character.
/// </summary>
internal sealed class LineSplitter
{
    /// <summary>A line longer than this comes in parts: a gigabyte without a line end must not be held in memory.</summary>
    public const int MaximumLineLength = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _partial = new();
    private bool _isContinuation;

    /// <summary>Whether a line has begun that has not ended yet.</summary>
    public bool HasPartialLine => _partial.WrittenCount > 0;

    public void Push(ReadOnlySpan<byte> bytes, Action<string> line)
    {
        while (true)
        {
            var room = MaximumLineLength - _partial.WrittenCount;
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 && bytes.Length <= room) break;
            if (end >= 0 && end <= room)
            {
                if (IsLine(bytes[..end])) line(TakeLine(bytes[..end]));
                bytes = bytes[(end + 1)..];
                _isContinuation = false;
                continue;
            }

            _partial.Write(bytes[..room]);
            line(TakeLinePart());
            bytes = bytes[room..];
        }

        _partial.Write(bytes);
    }

    /// <summary>Hands out what came after the last line end, if anything.</summary>
    public void Finish(Action<string> line)
    {
        if (_partial.WrittenCount > 0 && IsLine([])) line(TakeLine([]));
    }

    /// <summary>How many bytes at the end belong to what follows: the begin of a character, or a CR that an LF may come after.</summary>
    public static int GetIncompleteTailLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [.., (byte)'\r']) return 1;
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var last = bytes[^back];
            if ((last & 0xC0) == 0x80) continue;
            return back < (last >= 0xF0 ? 4 : last >= 0xE0 ? 3 : last >= 0xC0 ? 2 : 1) ? back : 0;
        }

        return 0;
    }

    // The end of a line whose last part came already is no line of its own.
    private bool IsLine(ReadOnlySpan<byte> last)
    {
        if (!_isContinuation || _partial.WrittenCount + last.Length > 1) return true;
        var isEnd = last.IsEmpty ? _partial.WrittenSpan is [] or [(byte)'\r'] : last is [(byte)'\r'];
        if (isEnd) _partial.ResetWrittenCount();
        return !isEnd;
    }

    private string TakeLinePart()
    {
        var bytes = _partial.WrittenSpan;
        var rest = bytes[^GetIncompleteTailLength(bytes)..].ToArray();
        var text = Encoding.UTF8.GetString(bytes[..^rest.Length]);
        _partial.ResetWrittenCount();
        _partial.Write(rest);
        _isContinuation = true;
        return text;
    }

    private string TakeLine(ReadOnlySpan<byte> last)
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
