using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ContainerKit.Exec;

/// <summary>
/// Splits one output into lines, independent of the pieces in which it arrives. It splits bytes and decodes complete
/// lines, so that a character that is split between two pieces is decoded correctly.
/// </summary>
internal sealed class LineSplitter
{
    /// <summary>The longest line in bytes. A longer line is passed on in parts, which bounds the memory.</summary>
    public const int MaximumLineLength = 16 * 1024 * 1024;

    // A line end has one CR for each terminal that the text passed, and one of the program.
    private const int MaximumReturns = 3;

    private readonly ArrayBufferWriter<byte> _partial = new();
    private bool _isContinuation;

    /// <summary>Indicates whether a line has started whose line end has not arrived.</summary>
    public bool HasPartialLine => _partial.WrittenCount > 0;

    /// <summary>Adds bytes, and calls back for each line that is complete.</summary>
    public void Push(ReadOnlySpan<byte> bytes, Action<string> line)
    {
        while (TryTake(ref bytes, out var text)) line(text);
    }

    /// <summary>Takes bytes up to the end of the next line.</summary>
    /// <param name="bytes">The bytes; those that were taken are removed from the start.</param>
    /// <param name="line">The line without its line end.</param>
    /// <returns>False if the bytes complete no line. All of them are taken then, and held for the next call.</returns>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? line)
    {
        line = null;
        while (line is null && !bytes.IsEmpty)
        {
            var room = MaximumLineLength - _partial.WrittenCount;
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 && bytes.Length <= room)
            {
                _partial.Write(bytes);
                bytes = [];
            }
            else if (end >= 0 && end <= room)
            {
                if (IsLine(bytes[..end])) line = TakeLine(bytes[..end]);
                bytes = bytes[(end + 1)..];
                _isContinuation = false;
            }
            else
            {
                _partial.Write(bytes[..room]);
                line = TakeLinePart();
                bytes = bytes[room..];
            }
        }

        return line is not null;
    }

    /// <summary>Calls back for the text after the last line end, if there is any.</summary>
    public void Finish(Action<string> line)
    {
        if (_partial.WrittenCount > 0 && IsLine([])) line(TakeLine([]));
    }

    /// <summary>
    /// Returns the number of bytes at the end that are incomplete: the start of a character, or CRs that an LF may follow.
    /// </summary>
    public static int GetIncompleteTailLength(ReadOnlySpan<byte> bytes)
    {
        var returns = 0;
        while (returns < Math.Min(MaximumReturns, bytes.Length) && bytes[^(returns + 1)] == '\r') returns++;
        if (returns > 0) return returns;
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var last = bytes[^back];
            if ((last & 0xC0) == 0x80) continue;
            return back < (last >= 0xF0 ? 4 : last >= 0xE0 ? 3 : last >= 0xC0 ? 2 : 1) ? back : 0;
        }

        return 0;
    }

    // After the last part of a long line, its line end is not another line.
    private bool IsLine(ReadOnlySpan<byte> last)
    {
        if (!_isContinuation) return true;
        var isEnd = TrimEnd(_partial.WrittenSpan).IsEmpty && TrimEnd(last).IsEmpty;
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

    private static string Decode(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(TrimEnd(line));

    // With a TTY, lines end with CR LF; those of a program that writes CR LF itself end with CR CR LF.
    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) => line.TrimEnd((byte)'\r');
}
