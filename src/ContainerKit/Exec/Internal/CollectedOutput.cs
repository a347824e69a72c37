using System.Globalization;
using System.Text;

namespace ContainerKit.Exec;

/// <summary>
/// The bytes of one output of a process that are held in memory: all of them, or the first and the last ones. They become an array
/// and a text when they are first requested.
/// </summary>
/// <param name="firstLength">The number of bytes at the start that are held.</param>
/// <param name="lastLength">The number of bytes at the end that are held, if there are more.</param>
internal sealed class CollectedOutput(int firstLength, int lastLength)
{
    /// <summary>The bytes at the end of an output that is not collected, which are held for error messages.</summary>
    public const int MessageLength = 64 * 1024;

    private readonly object _lock = new();
    private readonly GrowingBuffer _first = new();
    private int _firstCount;
    private byte[] _last = [];
    private int _lastFilled;
    private byte[]? _bytes;
    private string? _text;

    /// <summary>Indicates whether the bytes belong to the result, and not only to error messages. Default: true.</summary>
    public bool IsResult { get; init; } = true;

    /// <summary>The number of bytes that the process has written.</summary>
    public long TotalLength { get; private set; }

    /// <summary>The number of bytes that are not in the result.</summary>
    public long OmittedLength => TotalLength - Length;

    /// <summary>The number of bytes in the result.</summary>
    public int Length => IsResult ? _firstCount + LastCount : 0;

    private int LastCount => Math.Min(_lastFilled, lastLength);

    private ReadOnlySpan<byte> Last => _last.AsSpan(_lastFilled - LastCount, LastCount);

    /// <summary>Creates an output that is complete.</summary>
    public static CollectedOutput FromBytes(ReadOnlySpan<byte> bytes)
    {
        var output = new CollectedOutput(int.MaxValue, 0);
        output.Append(bytes);
        return output;
    }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="OutOfMemoryException">The process has not enough memory.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Min(bytes.Length, firstLength - _firstCount);
        if (first > 0) _first.Append(bytes[..first]);
        _firstCount += first;
        if (first < bytes.Length && lastLength > 0) AppendLast(bytes[Math.Max(first, bytes.Length - lastLength)..]);
        TotalLength += bytes.Length;
    }

    /// <summary>Returns the bytes of the result.</summary>
    public ReadOnlyMemory<byte> GetBytes()
    {
        if (!IsResult) return default;
        lock (_lock) return GetArray();
    }

    /// <summary>Returns the result as text. A note stands for bytes that were left out.</summary>
    public string GetText()
    {
        if (!IsResult) return "";
        lock (_lock)
        {
            if (_text is not null) return _text;
            // Many callers want the text alone, which needs no array in between. A short output returns its buffer to the pool instead.
            if (OmittedLength == 0 && LastCount == 0 && _first.IsUnmanaged) return _text = _first.GetText();
            var bytes = GetArray().AsSpan();
            if (OmittedLength == 0) return _text = Encoding.UTF8.GetString(bytes);
            var omitted = OmittedLength.ToString("N0", CultureInfo.InvariantCulture);
            return _text = $"{Encoding.UTF8.GetString(TrimEnd(bytes[..^LastCount]))}\n[... {omitted} bytes left out ...]\n"
                + Encoding.UTF8.GetString(TrimStart(bytes[^LastCount..]));
        }
    }

    /// <summary>Returns the end of the output for a message, also of one that is not in the result.</summary>
    public ReadOnlyMemory<byte> GetTail()
    {
        lock (_lock)
        {
            var last = Last[^Math.Min(LastCount, MessageLength)..];
            // Between the two parts there may be a gap, over which a message must not join them.
            if (last.Length == MessageLength || TotalLength > _firstCount + LastCount) return last.ToArray();
            var first = _bytes is null ? _first.GetTail(MessageLength - last.Length) : GetFirstTail(_bytes, MessageLength - last.Length);
            return (byte[])[.. first, .. last];
        }
    }

    private byte[] GetFirstTail(byte[] bytes, int length) => bytes[Math.Max(0, _firstCount - length).._firstCount];

    private byte[] GetArray()
    {
        if (_bytes is not null) return _bytes;
        if (LastCount > 0) _first.Append(Last);
        return _bytes = _first.Take();
    }

    // The buffer has room for twice the length, so that few bytes are moved.
    private void AppendLast(ReadOnlySpan<byte> bytes)
    {
        if (_lastFilled + bytes.Length > _last.Length)
        {
            var kept = Last;
            var target = _last.Length < lastLength * 2L
                ? new byte[Math.Min(lastLength * 2L, Math.Max(256, (_lastFilled + bytes.Length) * 2L))]
                : _last;
            kept.CopyTo(target);
            (_last, _lastFilled) = (target, kept.Length);
        }

        bytes.CopyTo(_last.AsSpan(_lastFilled));
        _lastFilled += bytes.Length;
    }

    // The cut may have split a character.
    private static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        while (start < Math.Min(3, bytes.Length) && (bytes[start] & 0xC0) == 0x80) start++;
        return bytes[start..];
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var last = bytes[^back];
            if ((last & 0xC0) == 0x80) continue;
            return back < (last >= 0xF0 ? 4 : last >= 0xE0 ? 3 : last >= 0xC0 ? 2 : 1) ? bytes[..^back] : bytes;
        }

        return bytes;
    }
}
