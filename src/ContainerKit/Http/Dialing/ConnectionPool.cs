using System.Net.Sockets;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>An engine that answered: where, in which API version, and the connections kept open to it.</summary>
internal sealed class ConnectionPool(EngineEndpoint endpoint, Version apiVersion, HttpMessageInvoker pool) : IDisposable
{
    private volatile bool _isClosed;

    public EngineEndpoint Endpoint => endpoint;

    public Version ApiVersion => apiVersion;

    /// <summary>Sends an ordinary request: over a connection of the pool's, or when that has been closed, over one that ends with the answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!_isClosed) return await pool.SendAsync(request, cancellationToken).ConfigureAwait(false);
        request.Headers.ConnectionClose = true;
        using var own = OpenPool(endpoint);
        return await own.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections that are kept open.</summary>
    public void Dispose()
    {
        _isClosed = true;
        pool.Dispose();
    }

    /// <summary>Ordinary requests share these connections; each one is dialled by us, whatever host the request names.</summary>
    public static HttpMessageInvoker OpenPool(EngineEndpoint endpoint) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // A stream that is disposed in the middle frees its connection at once instead of reading the rest of it.
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectCallback = async (_, cancellationToken) => await ConnectionFactory.DialAsync(endpoint, cancellationToken).ConfigureAwait(false),
    });

    /// <summary>In words, why a connection did not come about or broke.</summary>
    public static string GetFailureReason(Exception e, EngineEndpoint endpoint)
    {
        if (endpoint.Address.Scheme == "unix" && !File.Exists(endpoint.SocketPath)) return "there is no such socket";
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                    return "permission denied (is this user in the group that owns the socket?)";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "nothing listens there";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "no such host";
                case System.Security.Authentication.AuthenticationException tls:
                    return "TLS failed: " + tls.Message;
            }
        }

        return e.GetBaseException().Message;
    }
}
