using System.Text;
using ContainerKit.Exec;

namespace ContainerKit.Containers;

/// <summary>
/// Collects the last lines of a log for a message. Only the end of each line is held, because a line may have any length.
/// </summary>
/// <param name="maximumLines">The number of lines to hold.</param>
/// <param name="maximumChars">The number of characters to hold of each line.</param>
internal sealed class LogTail(int maximumLines, int maximumChars)
{
    private readonly Queue<string> _lines = new();
    private readonly Line[] _outputs = [new(maximumChars), new(maximumChars)];

    /// <summary>Adds a piece of the log.</summary>
    public void Push(OutputPiece piece)
    {
        var line = _outputs[piece.Source == OutputSource.Stderr ? 1 : 0];
        var bytes = piece.Bytes.Span;
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            line.Append(bytes[..end]);
            Add(line.Take());
            bytes = bytes[(end + 1)..];
        }

        line.Append(bytes);
    }

    /// <summary>Returns the lines that are held, each output's unfinished line last.</summary>
    public override string ToString()
    {
        foreach (var line in _outputs.Where(line => line.HasText)) Add(line.Take());
        return string.Join('\n', _lines);
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        if (_lines.Count > maximumLines) _lines.Dequeue();
    }

    private sealed class Line(int maximumChars)
    {
        // A character has at most 4 bytes. The second half of the buffer is room for new bytes, so that few of them are moved.
        private readonly int _limit = maximumChars * 4;
        private byte[] _buffer = [];
        private int _length;

        public bool HasText => _length > 0;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length > _limit) bytes = bytes[^_limit..];
            if (_length + bytes.Length > _buffer.Length) MakeRoom(bytes.Length);
            bytes.CopyTo(_buffer.AsSpan(_length));
            _length += bytes.Length;
        }

        public string Take()
        {
            var text = Encoding.UTF8.GetString(_buffer, 0, _length).TrimEnd('\r');
            _length = 0;
            return text.Length > maximumChars ? text[^maximumChars..] : text;
        }

        private void MakeRoom(int count)
        {
            var kept = Math.Min(_length, _limit);
            var target = _length + count <= _limit * 2 ? new byte[Math.Min(_limit * 2, Math.Max(256, (_length + count) * 2))] : _buffer;
            _buffer.AsSpan(_length - kept, kept).CopyTo(target);
            (_buffer, _length) = (target, kept);
        }
    }
}
