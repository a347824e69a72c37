using System.Buffers.Binary;
using System.Text;

namespace ContainerKit.Builds;

/// <summary>
/// Reads a protocol buffers message field by field. The order of the fields does not matter, and the caller may ignore
/// any of them. Reading stops at the end of a truncated message.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of the current field, if it is a number.</summary>
    public long Number { get; private set; }

    /// <summary>The value of the current field, if it is text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The value of the current field as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Reads the next field. Returns false at the end of the message.</summary>
    public bool Read()
    {
        Number = 0;
        Bytes = default;
        if (!TryReadVarint(out var tag)) return false;
        Field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                if (!TryReadVarint(out var number)) return false;
                Number = (long)number;
                return true;
            case 1 when _rest.Length >= 8:
                Number = BinaryPrimitives.ReadInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2 when TryReadVarint(out var length) && length <= (ulong)_rest.Length:
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= 4:
                Number = BinaryPrimitives.ReadInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                return false;
        }
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && _rest.Length > 0; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return true;
        }

        return false;
    }
}
