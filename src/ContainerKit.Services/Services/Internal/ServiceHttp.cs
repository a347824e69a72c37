namespace ContainerKit.Services.Internal;

/// <summary>
/// Creates the HTTP clients that prepare and reset services. A container is not trusted: its responses are limited, and do not redirect
/// a request to another server.
/// </summary>
internal static class ServiceHttp
{
    private const int MaximumResponseLength = 64 * 1024 * 1024;

    /// <summary>Creates a client. The caller disposes it.</summary>
    public static HttpClient Create() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        MaxResponseContentBufferSize = MaximumResponseLength,
    };
}
