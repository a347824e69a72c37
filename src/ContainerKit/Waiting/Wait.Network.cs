using System.Data.Common;
using ContainerKit.Diagnostics;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit;

public sealed partial class Wait
{
    /// <summary>Waits until a server in the container listens on a TCP port that is reachable from outside the container.</summary>
    /// <param name="port">The port in the container. It need not be published.</param>
    /// <inheritdoc cref="ForPort(int, PortProtocol)" path="/remarks"/>
    /// <exception cref="ArgumentOutOfRangeException">The port is not between 1 and 65535.</exception>
    public static Wait ForPort(int port) => ForPort(port, PortProtocol.Tcp);

    /// <summary>Waits until a server in the container listens on a port that is reachable from outside the container.</summary>
    /// <param name="port">The port in the container. It need not be published.</param>
    /// <param name="protocol">
    /// The protocol. Only TCP is supported: a listener on a UDP or SCTP port cannot be detected from outside.
    /// </param>
    /// <remarks>
    /// <para>A connection that only the proxy of the engine accepts does not count. If the engine runs on this Linux machine, the
    /// container's table of listening ports is read from outside: the image needs no tool, and the server sees no
    /// connection. Otherwise a connection to the published port is opened, and the table is read in the container with
    /// <c>cat</c>, if the image has it.</para>
    /// <para>Engine API: <c>GET /containers/{id}/json</c>, once.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The port is not between 1 and 65535.</exception>
    /// <exception cref="ArgumentException">The protocol is not TCP.</exception>
    public static Wait ForPort(int port, PortProtocol protocol)
    {
        CheckPort(port);
        if (protocol != PortProtocol.Tcp)
        {
            throw ArgumentErrors.Create(
                $"A listener on a port of {protocol} cannot be detected. Wait for a log line, a command or the health check instead.",
                nameof(protocol));
        }

        return new Wait($"port {port}", new PortCondition(port));
    }

    /// <summary>Waits until <c>GET /</c> to a server in the container returns a status from 200 to 299.</summary>
    /// <inheritdoc cref="ForHttp(int, string, HttpWaitOptions)"/>
    public static Wait ForHttp(int port) => ForHttp(port, "/");

    /// <summary>Waits until a <c>GET</c> request to a server in the container returns a status from 200 to 299.</summary>
    /// <inheritdoc cref="ForHttp(int, string, HttpWaitOptions)"/>
    public static Wait ForHttp(int port, string path) => ForHttp(port, path, new HttpWaitOptions());

    /// <summary>Waits until an HTTP request to a server in the container returns an expected response.</summary>
    /// <param name="port">
    /// The TCP port in the container. The request is sent to the published port. If the port is not published and the engine
    /// runs on this Linux machine, the request is sent to the container's own address.
    /// </param>
    /// <param name="path">The path of the request, starting with a slash. A query may follow; it does not appear in messages.</param>
    /// <param name="options">The request, and the responses that count as ready.</param>
    /// <remarks>No proxy is used, and redirects are not followed. Engine API: <c>GET /containers/{id}/json</c>, once.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The port is not between 1 and 65535.</exception>
    /// <exception cref="ArgumentException">The path does not start with a slash, or the options contradict each other.</exception>
    public static Wait ForHttp(int port, string path, HttpWaitOptions options)
    {
        CheckPort(port);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        if (!path.StartsWith('/') || !Uri.TryCreate("http://host" + path, UriKind.Absolute, out _))
        {
            throw ArgumentErrors.Create(
                $"'{path}' is not the path of an HTTP request; it begins with a slash, as in \"/health\".", nameof(path));
        }

        if (options is { TrustAnyCertificate: true, Tls: false })
            throw new ArgumentException("TrustAnyCertificate has no effect without TLS: set HttpWaitOptions.Tls too.", nameof(options));
        var pathWithoutQuery = path.Split('?')[0];
        return new Wait(
            $"{(options.Tls ? "https" : "http")} {options.Method} {pathWithoutQuery} on port {port}",
            new HttpCondition(port, path, options));
    }

    /// <summary>Waits until a database in the container accepts a connection.</summary>
    /// <param name="factory">The factory of the database driver, such as <c>NpgsqlFactory.Instance</c>.</param>
    /// <param name="port">
    /// The database's port in the container; its address is found as for <see cref="ForHttp(int, string, HttpWaitOptions)"/>.
    /// </param>
    /// <param name="connectionString">Returns the connection string for the address of the port. It appears in no message.</param>
    /// <remarks>
    /// Every exception of the driver means "not ready". The timeout message contains the last one, without the secrets of
    /// the connection string. A driver that cannot be canceled may finish its last attempt after the wait.
    /// </remarks>
    /// <example><code>
    /// Wait.ForDatabase(NpgsqlFactory.Instance, 5432, at => $"Host={at.Host};Port={at.Port};Username=postgres;Password=secret")
    /// </code></example>
    /// <exception cref="ArgumentOutOfRangeException">The port is not between 1 and 65535.</exception>
    public static Wait ForDatabase(DbProviderFactory factory, int port, Func<PortAddress, string> connectionString)
    {
        CheckPort(port);
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(connectionString);
        return new Wait($"database on port {port}", new DatabaseCondition(factory, port, connectionString));
    }

    /// <summary>Waits until a server in the container passes a check that speaks the protocol of the server.</summary>
    /// <param name="port">
    /// The server's port in the container; its address is found as for <see cref="ForHttp(int, string, HttpWaitOptions)"/>.
    /// </param>
    /// <param name="name">The name of the server or of its protocol, for messages: "wait for NATS on port 4222".</param>
    /// <param name="isReady">
    /// Connects to the address, and returns true if the response is that of a server that is ready. It is called again until then. Its
    /// token is canceled after 5 seconds, and when the wait ends. A callback that ignores the token is abandoned one second later.
    /// </param>
    /// <remarks>
    /// <para>Use it for a server that accepts connections before it is ready, or whose port a proxy of the engine accepts. Every
    /// exception of the callback means "not ready", and the timeout message contains the text of the last one. After a refused connection
    /// the address is read again, because a restart may have changed it. <see cref="EngineUnavailableException"/> and
    /// <see cref="ContainerNotFoundException"/> fail the wait at once.</para>
    /// <para>Engine API: <c>GET /containers/{id}/json</c>, once.</para>
    /// </remarks>
    /// <example><code>
    /// Wait.ForServer(4222, "NATS", async (address, token) =>
    /// {
    ///     using var client = new TcpClient();
    ///     await client.ConnectAsync(address.Host, address.Port, token);
    ///     var greeting = new byte[5];
    ///     await client.GetStream().ReadExactlyAsync(greeting, token);
    ///     return Encoding.ASCII.GetString(greeting) == "INFO ";
    /// })
    /// </code></example>
    /// <exception cref="ArgumentOutOfRangeException">The port is not between 1 and 65535.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Wait ForServer(int port, string name, Func<PortAddress, CancellationToken, Task<bool>> isReady)
    {
        CheckPort(port);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(isReady);
        return new Wait($"{name} on port {port}", new ServerCondition(port, isReady));
    }

    private static void CheckPort(int port)
    {
        if (port is <= 0 or > 65535)
            throw new ArgumentOutOfRangeException(nameof(port), port, "A container's port is a number from 1 to 65535.");
    }
}
