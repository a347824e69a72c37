using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>The pooled connections to an engine, with its endpoint and the negotiated API version.</summary>
/// <param name="opener">Opens the connections. The pool disposes it.</param>
/// <param name="apiVersion">The negotiated API version.</param>
/// <param name="quirks">The behavior of the engine that differs from Docker.</param>
/// <param name="pool">The pooled connections, from <see cref="OpenPool"/>. The pool disposes it.</param>
internal sealed class ConnectionPool(ConnectionOpener opener, Version apiVersion, EngineQuirks quirks, HttpMessageInvoker pool)
    : IDisposable
{
    private volatile bool _isClosed;

    /// <summary>The endpoint.</summary>
    public EngineEndpoint Endpoint { get; } = opener.GetEndpoint();

    /// <summary>The opener of separate connections.</summary>
    public ConnectionOpener Opener => opener;

    /// <summary>The negotiated API version.</summary>
    public Version ApiVersion => apiVersion;

    /// <summary>The address of requests, without a trailing slash.</summary>
    public string Address => field ??= $"http://docker/{Endpoint.BasePath}".TrimEnd('/');

    /// <summary>The address of requests with the API version, without a trailing slash.</summary>
    public string VersionedAddress => field ??= $"{Address}/v{apiVersion}";

    /// <summary>The behavior of the engine that differs from Docker.</summary>
    public EngineQuirks Quirks => quirks;

    /// <summary>
    /// Sends a request over a pooled connection. After the pool was closed, the request uses a separate connection.
    /// </summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _isClosed ? SendSeparatelyAsync(request, cancellationToken) : pool.SendAsync(request, cancellationToken);

    /// <summary>Closes the pooled connections.</summary>
    public void Dispose()
    {
        _isClosed = true;
        pool.Dispose();
        opener.Dispose();
    }

    /// <summary>Opens a pool of connections to an engine. The host in the address of a request is ignored.</summary>
    public static HttpMessageInvoker OpenPool(ConnectionOpener opener) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // Disposing a stream closes its connection at once instead of reading the rest of it.
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectCallback = async (_, cancellationToken) =>
            await opener.DialAsync(cancellationToken).ConfigureAwait(false),
    });

    private async Task<HttpResponseMessage> SendSeparatelyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.ConnectionClose = true;
        using var separate = OpenPool(opener);
        return await separate.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
