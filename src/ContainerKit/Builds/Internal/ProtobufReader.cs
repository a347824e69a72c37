using System.Buffers.Binary;
using System.Text;

namespace ContainerKit.Builds;

/// <summary>
/// Reads a message of protocol buffers field by field, in whatever order, and steps over those that nobody asks for. A message that is
/// cut short ends where it is cut.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The current field's number.</summary>
    public int Field { get; private set; }

    /// <summary>The current field's value, where it is a number.</summary>
    public long Number { get; private set; }

    /// <summary>The current field's value, where it is text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    public bool Read()
    {
        Number = 0;
        Bytes = default;
        if (!TryVarint(out var tag)) return false;
        Field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                if (!TryVarint(out var number)) return false;
                Number = (long)number;
                return true;
            case 1 when _rest.Length >= 8:
                Number = BinaryPrimitives.ReadInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2 when TryVarint(out var length) && length <= (ulong)_rest.Length:
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

    private bool TryVarint(out ulong value)
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
