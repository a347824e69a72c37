using System.Globalization;
using ContainerKit.Exec;

namespace ContainerKit.Containers;

/// <summary>
/// Makes lines of one output in a log. Where times were asked for, each of the engine's frames begins with one and a space; and as the
/// engine keeps a long line in several frames, those in the middle of a line are taken out again.
/// </summary>
internal sealed class LogLines(OutputSource source, bool timestamps)
{
    private readonly LineSplitter _lines = new();
    private bool _isInSurplusTime;

    public void Push(OutputPiece piece, Action<OutputLine> line)
    {
        var bytes = piece.Bytes.Span;
        if (timestamps && piece.IsFrameStart && _lines.HasPartialLine) _isInSurplusTime = true;
        if (_isInSurplusTime)
        {
            // Negative where the piece ends within the time; the next one goes on with it.
            var space = bytes.IndexOf((byte)' ');
            if (space < 0) return;
            _isInSurplusTime = false;
            bytes = bytes[(space + 1)..];
        }

        _lines.Push(bytes, text => line(Line(text)));
    }

    public void Finish(Action<OutputLine> line) => _lines.Finish(text => line(Line(text)));

    private OutputLine Line(string text)
    {
        if (!timestamps || text.IndexOf(' ', StringComparison.Ordinal) is not (> 0 and var space)) return new OutputLine(source, text);
        return DateTimeOffset.TryParse(text.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new OutputLine(source, text[(space + 1)..], time)
            : new OutputLine(source, text);
    }
}
