using System.Buffers;
using System.Text;

namespace ContainerKit.Builds;

/// <summary>Writes a protocol buffers message field by field. As in proto3, a field with its default value is left out.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _message = new();

    /// <summary>The written message.</summary>
    public ReadOnlyMemory<byte> Written => _message.WrittenMemory;

    /// <summary>Removes the written message, to write another one.</summary>
    public void Clear() => _message.ResetWrittenCount();

    /// <summary>Writes a number.</summary>
    public ProtobufWriter Write(int field, long value)
    {
        if (value == 0) return this;
        WriteTag(field, Varint);
        WriteVarint((ulong)value);
        return this;
    }

    /// <summary>Writes a text.</summary>
    public ProtobufWriter Write(int field, string value) => Write(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes bytes.</summary>
    public ProtobufWriter Write(int field, ReadOnlySpan<byte> value) => value.IsEmpty ? this : WriteMessage(field, value);

    /// <summary>Writes a message, also if it is empty.</summary>
    public ProtobufWriter WriteMessage(int field, ReadOnlySpan<byte> message)
    {
        WriteTag(field, LengthDelimited);
        WriteVarint((ulong)message.Length);
        _message.Write(message);
        return this;
    }

    private void WriteTag(int field, int kind) => WriteVarint((ulong)((field << 3) | kind));

    private void WriteVarint(ulong value)
    {
        for (; value > 0x7F; value >>= 7) _message.Write<byte>([(byte)(value | 0x80)]);
        _message.Write<byte>([(byte)value]);
    }
}
