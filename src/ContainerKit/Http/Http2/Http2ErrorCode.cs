namespace ContainerKit.Http;

/// <summary>The error codes of HTTP/2 (RFC 9113, section 7) that are used here.</summary>
internal enum Http2ErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The peer violated the protocol.</summary>
    Protocol = 1,

    /// <summary>The peer sent more data than its window allows, or a window became too large.</summary>
    FlowControl = 3,

    /// <summary>A frame has an invalid length.</summary>
    FrameSize = 6,

    /// <summary>The stream was refused before any work was done.</summary>
    RefusedStream = 7,

    /// <summary>The stream is no longer needed.</summary>
    Cancel = 8,

    /// <summary>The headers could not be decompressed.</summary>
    Compression = 9,

    /// <summary>The peer uses too many resources.</summary>
    EnhanceYourCalm = 11,
}
