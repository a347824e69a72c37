namespace ContainerKit.Http;

/// <summary>The types of HTTP/2 frames (RFC 9113, section 6).</summary>
internal enum Http2FrameType : byte
{
    /// <summary>A piece of a body.</summary>
    Data = 0,

    /// <summary>The start of a stream, or its trailers.</summary>
    Headers = 1,

    /// <summary>A deprecated hint, which is ignored.</summary>
    Priority = 2,

    /// <summary>The abort of a stream.</summary>
    ResetStream = 3,

    /// <summary>The settings of the peer, or their acknowledgment.</summary>
    Settings = 4,

    /// <summary>A push of a server, which no client may send.</summary>
    PushPromise = 5,

    /// <summary>A measurement of the round trip.</summary>
    Ping = 6,

    /// <summary>The announced end of the connection.</summary>
    GoAway = 7,

    /// <summary>The permission to send more data.</summary>
    WindowUpdate = 8,

    /// <summary>More of a header block.</summary>
    Continuation = 9,
}
