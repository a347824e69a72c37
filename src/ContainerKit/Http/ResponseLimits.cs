namespace ContainerKit.Http;

/// <summary>
/// The most bytes that are held of one response. Streams such as logs and archives have no limit, because they are passed on in
/// pieces.
/// </summary>
internal static class ResponseLimits
{
    /// <summary>The limit for the body of an error response, and of a ping. The rest of a longer body is not read.</summary>
    public const int Error = 64 * 1024;

    /// <summary>The limit for a JSON document, such as a list of all containers.</summary>
    public const int Document = 256 * 1024 * 1024;
}
