namespace ContainerKit.Terminals;

/// <summary>A first-in, first-out buffer of bytes that grows on demand up to its capacity.</summary>
internal sealed class RingBuffer(int capacity)
{
    private const int MinimumCapacity = 1024;

    private byte[] _bytes = [];
    private int _head;

    /// <summary>The number of bytes in the buffer.</summary>
    public int Length { get; private set; }

    /// <summary>Adds as many bytes as the capacity allows.</summary>
    /// <returns>The number of bytes that were added.</returns>
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

    /// <summary>Adds all bytes, and discards the oldest if the capacity is exceeded.</summary>
    public void AppendOverwriting(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > capacity) bytes = bytes[^capacity..];
        Skip(Math.Max(0, Length + bytes.Length - capacity));
        Append(bytes);
    }

    /// <summary>Puts bytes that were taken back in front of the others. This may exceed the capacity.</summary>
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

    /// <summary>Removes the oldest bytes and copies them.</summary>
    /// <returns>The number of bytes.</returns>
    public int Take(Span<byte> into)
    {
        var count = Peek(0, into);
        Skip(count);
        return count;
    }

    /// <summary>Copies bytes from an offset on, without removing them.</summary>
    /// <returns>The number of bytes.</returns>
    public int Peek(int from, Span<byte> into)
    {
        var count = Math.Min(into.Length, Length - from);
        if (count <= 0) return 0;
        var start = (_head + from) % _bytes.Length;
        var first = Math.Min(count, _bytes.Length - start);
        _bytes.AsSpan(start, first).CopyTo(into);
        _bytes.AsSpan(0, count - first).CopyTo(into[first..]);
        return count;
    }

    /// <summary>Removes the oldest bytes.</summary>
    public void Skip(int count)
    {
        Length -= count;
        _head = Length == 0 ? 0 : (_head + count) % _bytes.Length;
    }

    /// <summary>
    /// Returns the offset of the first occurrence of a byte at or after an offset; -1 if there is none.
    /// </summary>
    public int IndexOf(byte value, int from)
    {
        if (from >= Length) return -1;
        var start = (_head + from) % _bytes.Length;
        var first = Math.Min(Length - from, _bytes.Length - start);
        var at = _bytes.AsSpan(start, first).IndexOf(value);
        if (at >= 0) return from + at;
        at = _bytes.AsSpan(0, Length - from - first).IndexOf(value);
        return at >= 0 ? from + first + at : -1;
    }

    /// <summary>Returns a copy of all bytes.</summary>
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
