using System.Buffers.Binary;

namespace ContainerKit.Http;

/// <summary>The header of an HTTP/2 frame: nine bytes before its payload.</summary>
/// <param name="Length">The length of the payload.</param>
/// <param name="Type">The type; unknown types are ignored.</param>
/// <param name="Flags">The flags; their meaning depends on the type.</param>
/// <param name="StreamId">The number of the stream; 0 for the connection.</param>
internal readonly record struct Http2Frame(int Length, Http2FrameType Type, Http2FrameFlags Flags, int StreamId)
{
    /// <summary>The length of the header.</summary>
    public const int HeaderSize = 9;

    /// <summary>The largest payload that every peer accepts.</summary>
    public const int MaximumPayload = 16 * 1024;

    /// <summary>Parses a header.</summary>
    public static Http2Frame Parse(ReadOnlySpan<byte> header) => new(
        (header[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(header[1..]),
        (Http2FrameType)header[3],
        (Http2FrameFlags)header[4],
        BinaryPrimitives.ReadInt32BigEndian(header[5..]) & int.MaxValue);

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> header)
    {
        header[0] = (byte)(Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)Length);
        header[3] = (byte)Type;
        header[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], StreamId);
    }

    /// <summary>Returns the part of the payload of DATA or HEADERS without its padding and priority.</summary>
    /// <exception cref="Http2Exception">The padding is longer than the payload.</exception>
    public ReadOnlyMemory<byte> RemovePadding(ReadOnlyMemory<byte> payload)
    {
        const int PrioritySize = 5;
        var padding = 0;
        if (Flags.HasFlag(Http2FrameFlags.Padded))
        {
            if (payload.IsEmpty) throw new Http2Exception(Http2ErrorCode.FrameSize, "a padded frame is empty");
            padding = payload.Span[0];
            payload = payload[1..];
        }

        var priority = Type == Http2FrameType.Headers && Flags.HasFlag(Http2FrameFlags.Priority) ? PrioritySize : 0;
        return padding + priority <= payload.Length
            ? payload[priority..^padding]
            : throw new Http2Exception(Http2ErrorCode.Protocol, "the padding of a frame is longer than the frame");
    }
}
