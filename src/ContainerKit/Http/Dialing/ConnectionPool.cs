using System.Net.Sockets;
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
    private const string PermissionDenied = "permission denied: only root and the group that owns the socket may use it. Add this user to "
        + "the group, usually with 'sudo usermod -aG docker USER', and log in again";

    private volatile bool _isClosed;

    /// <summary>The endpoint.</summary>
    public EngineEndpoint Endpoint { get; } = opener.GetEndpoint();

    /// <summary>The opener of separate connections.</summary>
    public ConnectionOpener Opener => opener;

    /// <summary>The negotiated API version.</summary>
    public Version ApiVersion => apiVersion;

    /// <summary>The behavior of the engine that differs from Docker.</summary>
    public EngineQuirks Quirks => quirks;

    /// <summary>
    /// Sends a request over a pooled connection. After the pool was closed, the request uses a separate connection.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!_isClosed) return await pool.SendAsync(request, cancellationToken).ConfigureAwait(false);
        request.Headers.ConnectionClose = true;
        using var separate = OpenPool(opener);
        return await separate.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

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

    /// <summary>Returns the reason why a connection failed, for messages.</summary>
    public static string GetFailureReason(Exception e, EngineEndpoint endpoint)
    {
        if (endpoint is { Address.Scheme: "unix", IsAbstractSocket: false } && !File.Exists(endpoint.SocketPath))
            return "there is no such socket";
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                    return PermissionDenied;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "nothing listens there";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "no such host";
                case System.Security.Authentication.AuthenticationException tls:
                    return TlsFailure.Describe(tls, endpoint);
                case ArgumentOutOfRangeException { ParamName: "path" } when endpoint.Address.Scheme == "unix":
                    return "the path of the socket is too long";
            }
        }

        var message = e.GetBaseException().Message;
        return e is HttpRequestException && TlsFailure.DescribeClientCertificate(e, endpoint) is { } reason
            ? $"{message} ({reason})"
            : message;
    }
}
