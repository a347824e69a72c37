namespace ContainerKit.Http;

/// <summary>The flags of HTTP/2 frames.</summary>
[Flags]
internal enum Http2FrameFlags : byte
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>
    /// For DATA and HEADERS, the sender sends no more on this stream. For SETTINGS and PING, the frame is an acknowledgment.
    /// </summary>
    EndStreamOrAcknowledgment = 1,

    /// <summary>The frame ends a header block.</summary>
    EndHeaders = 4,

    /// <summary>The payload has padding.</summary>
    Padded = 8,

    /// <summary>The payload starts with a priority.</summary>
    Priority = 32,
}
