using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Starts a piece of the output, and returns the bytes to pass to <see cref="TryTake"/>.</summary>
    public ReadOnlyMemory<byte> Start(OutputPiece piece)
    {
        if (timestamps && piece.IsFrameStart && _lines.HasPartialLine) _isInExtraTimestamp = true;
        if (!_isInExtraTimestamp) return piece.Bytes;
        // No space: the timestamp continues in the next piece.
        var space = piece.Bytes.Span.IndexOf((byte)' ');
        if (space < 0) return default;
        _isInExtraTimestamp = false;
        return piece.Bytes[(space + 1)..];
    }

    /// <summary>Takes the next line from the bytes of a piece.</summary>
    /// <param name="bytes">The bytes; those that were taken are removed from the start.</param>
    /// <param name="line">The line.</param>
    /// <returns>False if the bytes complete no line; they are held then.</returns>
    public bool TryTake(ref ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out OutputLine? line)
    {
        var rest = bytes.Span;
        line = _lines.TryTake(ref rest, out var text) ? Parse(text) : null;
        bytes = bytes[^rest.Length..];
        return line is not null;
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
