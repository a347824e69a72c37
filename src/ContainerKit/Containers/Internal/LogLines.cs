using ContainerKit.Exec;
using ContainerKit.Json;

namespace ContainerKit.Containers;

/// <summary>
/// Splits one output of a log into lines. With timestamps, each frame of the engine starts with a time and a space. The
/// engine stores a long line in several frames, so the times in the middle of a line are removed.
/// </summary>
internal sealed class LogLines(OutputSource source, bool timestamps)
{
    private readonly LineSplitter _lines = new();
    private bool _isInExtraTimestamp;

    /// <summary>Adds a piece of the output, and passes on the lines that it completes.</summary>
    public void Push(OutputPiece piece, Action<OutputLine> line)
    {
        var bytes = piece.Bytes.Span;
        if (timestamps && piece.IsFrameStart && _lines.HasPartialLine) _isInExtraTimestamp = true;
        if (_isInExtraTimestamp)
        {
            // No space: the timestamp continues in the next piece.
            var space = bytes.IndexOf((byte)' ');
            if (space < 0) return;
            _isInExtraTimestamp = false;
            bytes = bytes[(space + 1)..];
        }

        _lines.Push(bytes, text => line(Parse(text)));
    }

    /// <summary>Passes on the last line, if it has no line feed.</summary>
    public void Finish(Action<OutputLine> line) => _lines.Finish(text => line(Parse(text)));

    private OutputLine Parse(string text)
    {
        if (!timestamps || text.IndexOf(' ', StringComparison.Ordinal) is not (> 0 and var space)) return new OutputLine(source, text);
        return EngineTime.TryParse(text.AsSpan(0, space), out var time)
            ? new OutputLine(source, text[(space + 1)..], time)
            : new OutputLine(source, text);
    }
}
