using System.IO.Pipes;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Principal;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>Opens raw connections to an endpoint, except over ssh; see <see cref="ConnectionOpener"/>.</summary>
internal static class ConnectionFactory
{
    /// <summary>Opens a connection.</summary>
    public static async ValueTask<DuplexStream> DialAsync(EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        switch (endpoint.Address.Scheme)
        {
            case "unix":
                return new SocketDuplexStream(await ConnectAsync(
                    new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
                    (socket, token) => socket.ConnectAsync(GetSocketAddress(endpoint), token),
                    cancellationToken).ConfigureAwait(false));

            case "npipe" when OperatingSystem.IsWindows():
                return await DialPipeAsync(endpoint, cancellationToken).ConfigureAwait(false);

            case "npipe":
                throw new PlatformNotSupportedException("Named pipes exist on Windows only.");

            default:
                var socket = await ConnectAsync(
                    NewTcpSocket(),
                    (socket, token) => socket.ConnectAsync(endpoint.Address.DnsSafeHost, endpoint.Address.Port, token),
                    cancellationToken).ConfigureAwait(false);
                return endpoint.Tls is null
                    ? new SocketDuplexStream(socket)
                    : await SecureAsync(socket, endpoint, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a connection for a long response or a long body.</summary>
    /// <remarks>
    /// A local engine gets a thread that waits for the bytes, as long as few such connections are open; see
    /// <see cref="BlockingSocketStream"/>.
    /// </remarks>
    public static async ValueTask<DuplexStream> DialForStreamAsync(EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Address.Scheme != "unix") return await DialAsync(endpoint, cancellationToken).ConfigureAwait(false);
        // In the pool: connecting waits while the engine does not accept connections. A canceled call does not wait for it.
        var connecting = Task.Run(() => BlockingSocketStream.TryOpen(() => ConnectBlocking(endpoint)), CancellationToken.None);
        try
        {
            return await connecting.WaitAsync(cancellationToken).ConfigureAwait(false)
                ?? await DialAsync(endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = DisposeLateAsync(connecting);
            throw;
        }
    }

    /// <summary>
    /// Creates a socket that detects when the engine's host disappears. A wait or a followed log may receive and send
    /// nothing for days, so only TCP keep-alive reports that the connection is lost.
    /// </summary>
    public static Socket NewTcpSocket()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        return socket;
    }

    // The name of an abstract socket starts with a zero byte, which @ stands for in an address.
    private static UnixDomainSocketEndPoint GetSocketAddress(EngineEndpoint endpoint) =>
        new(endpoint.IsAbstractSocket ? "\0" + endpoint.SocketPath[1..] : endpoint.SocketPath);

    private static async Task DisposeLateAsync(Task<BlockingSocketStream?> connecting)
    {
        try
        {
            if (await connecting.ConfigureAwait(false) is { } stream) await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The call was canceled, so its failure is not reported.
        }
    }

    private static Socket ConnectBlocking(EngineEndpoint endpoint)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            SendBufferSize = BlockingSocketStream.SendBufferSize,
        };
        try
        {
            socket.Connect(GetSocketAddress(endpoint));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Socket> ConnectAsync(
        Socket socket, Func<Socket, CancellationToken, ValueTask> connect, CancellationToken cancellationToken)
    {
        try
        {
            await connect(socket, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<DuplexStream> SecureAsync(Socket socket, EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        SslClientAuthenticationOptions? options = null;
        try
        {
            options = endpoint.Tls!.CreateClientOptions(endpoint.Address.DnsSafeHost);
            await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return new TlsDuplexStream(tls, () => TlsMaterial.Release(options));
        }
        catch (Exception e)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (options is not null) TlsMaterial.Release(options);
            // The ways in which invalid certificate files fail.
            if (e is CryptographicException or ArgumentException or UnauthorizedAccessException)
                throw new AuthenticationException(e.Message, e);
            throw;
        }
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static async Task<DuplexStream> DialPipeAsync(EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        var server = endpoint.Address.Host is "." or "localhost" or "" ? "." : endpoint.Address.Host;
        // Anonymous, as in the Docker CLI: a process that has created the pipe before the engine must not impersonate
        // this user. See DialPipe in https://github.com/microsoft/go-winio/blob/v0.6.2/pipe.go.
        var pipe = new NamedPipeClientStream(
            server, endpoint.PipeName, PipeDirection.InOut, PipeOptions.Asynchronous, TokenImpersonationLevel.Anonymous);
        try
        {
            await pipe.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return new PipeDuplexStream(pipe);
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
