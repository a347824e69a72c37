namespace ContainerKit.Terminals;

/// <summary>Bytes that wait, first in first out, in memory that grows with need up to a bound.</summary>
internal sealed class RingBuffer(int capacity)
{
    private const int MinimumCapacity = 1024;

    private byte[] _bytes = [];
    private int _head;

    public int Length { get; private set; }

    /// <summary>Takes in what fits.</summary>
    /// <returns>How many bytes that were.</returns>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, Math.Max(0, capacity - Length));
        if (count == 0) return 0;
        Reserve(Length + count);
        var tail = (_head + Length) % _bytes.Length;
        var first = Math.Min(count, _bytes.Length - tail);
        bytes[..first].CopyTo(_bytes.AsSpan(tail));
        bytes[first..count].CopyTo(_bytes);
        Length += count;
        return count;
    }

    /// <summary>Takes in everything, and forgets the oldest where that is too much.</summary>
    public void AppendOverwriting(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > capacity) bytes = bytes[^capacity..];
        Skip(Math.Max(0, Length + bytes.Length - capacity));
        Append(bytes);
    }

    /// <summary>Puts bytes back before the others, over the bound if need be: they had been taken from here.</summary>
    public void Unread(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Reserve(Length + bytes.Length);
        _head = (_head - bytes.Length + _bytes.Length) % _bytes.Length;
        var first = Math.Min(bytes.Length, _bytes.Length - _head);
        bytes[..first].CopyTo(_bytes.AsSpan(_head));
        bytes[first..].CopyTo(_bytes);
        Length += bytes.Length;
    }

    /// <summary>Hands the oldest bytes out.</summary>
    /// <returns>How many.</returns>
    public int Take(Span<byte> into)
    {
        var count = Peek(0, into);
        Skip(count);
        return count;
    }

    /// <summary>Copies bytes from some place on, and leaves them there.</summary>
    /// <returns>How many.</returns>
    public int Peek(int from, Span<byte> into)
    {
        var count = Math.Min(into.Length, Length - from);
        if (count <= 0) return 0;
        var begin = (_head + from) % _bytes.Length;
        var first = Math.Min(count, _bytes.Length - begin);
        _bytes.AsSpan(begin, first).CopyTo(into);
        _bytes.AsSpan(0, count - first).CopyTo(into[first..]);
        return count;
    }

    public void Skip(int count)
    {
        Length -= count;
        _head = Length == 0 ? 0 : (_head + count) % _bytes.Length;
    }

    /// <summary>Where a byte first stands, from some place on; negative for nowhere.</summary>
    public int IndexOf(byte value, int from)
    {
        if (from >= Length) return -1;
        var begin = (_head + from) % _bytes.Length;
        var first = Math.Min(Length - from, _bytes.Length - begin);
        var at = _bytes.AsSpan(begin, first).IndexOf(value);
        if (at >= 0) return from + at;
        at = _bytes.AsSpan(0, Length - from - first).IndexOf(value);
        return at >= 0 ? from + first + at : -1;
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        Peek(0, bytes);
        return bytes;
    }

    private void Reserve(int length)
    {
        if (length <= _bytes.Length) return;
        var grown = new byte[Math.Max(length, Math.Max(MinimumCapacity, _bytes.Length * 2))];
        Peek(0, grown);
        (_bytes, _head) = (grown, 0);
    }
}
