namespace ContainerKit.Http;

/// <summary>The error of a peer that violated HTTP/2 or exceeded a limit. The connection cannot be used any more.</summary>
internal sealed class Http2Exception(Http2ErrorCode code, string reason) : IOException($"HTTP/2: {reason}")
{
    /// <summary>The code that is sent to the peer.</summary>
    public Http2ErrorCode Code => code;
}
