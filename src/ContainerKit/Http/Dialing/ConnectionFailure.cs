using System.Net.Sockets;
using System.Security.Authentication;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>The description of a failed connection to an engine.</summary>
/// <param name="Kind">The kind, from the error codes of the system.</param>
/// <param name="Reason">The reason, for messages.</param>
internal readonly record struct ConnectionFailure(ConnectionFailureKind Kind, string Reason)
{
    private const string PermissionDenied = "permission denied: only root and the group that owns the socket may use it. Add this user to "
        + "the group, usually with 'sudo usermod -aG docker USER', and log in again";

    /// <summary>Describes the exception of a connection.</summary>
    public static ConnectionFailure Create(Exception e, EngineEndpoint endpoint)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                // .NET reports the missing file of a Unix socket (ENOENT) with the code of a missing address.
                case SocketException { SocketErrorCode: SocketError.AddressNotAvailable } when endpoint.Address.Scheme == "unix":
                    return new(ConnectionFailureKind.MissingSocket, "there is no such socket");
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                    return new(ConnectionFailureKind.AccessDenied, PermissionDenied);
                case UnauthorizedAccessException when endpoint.Address.Scheme == "npipe":
                    return new(ConnectionFailureKind.AccessDenied, cause.Message);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Other("nothing listens there");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return Other("no such host");
                case AuthenticationException tls:
                    return Other(TlsFailure.Describe(tls, endpoint));
                case ArgumentOutOfRangeException { ParamName: "path" } when endpoint.Address.Scheme == "unix":
                    return Other("the path of the socket is too long");
            }
        }

        // The engine has removed its socket while a connection was open.
        if (endpoint is { Address.Scheme: "unix", IsAbstractSocket: false } && !File.Exists(endpoint.SocketPath))
            return new(ConnectionFailureKind.MissingSocket, "there is no such socket");
        var message = e.GetBaseException().Message;
        return Other(e is HttpRequestException && TlsFailure.DescribeClientCertificate(e, endpoint) is { } reason
            ? $"{message} ({reason})"
            : message);
    }

    private static ConnectionFailure Other(string reason) => new(ConnectionFailureKind.Other, reason);
}
