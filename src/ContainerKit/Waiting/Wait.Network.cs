using System.Data.Common;
using ContainerKit.Waiting;

namespace ContainerKit;

public abstract partial class Wait
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
            throw new ArgumentException(
                $"A listener on a port of {protocol} cannot be detected. Wait for a log line, a command or the health check instead.",
                nameof(protocol));
        }

        return new ProbedWait($"port {port}", (wait, session) => new PortProbe(wait, session, port));
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
            throw new ArgumentException(
                $"'{path}' is not the path of an HTTP request; it begins with a slash, as in \"/health\".", nameof(path));
        }

        if (options is { TrustAnyCertificate: true, Tls: false })
            throw new ArgumentException("TrustAnyCertificate has no effect without TLS: set HttpWaitOptions.Tls too.", nameof(options));
        var pathWithoutQuery = path.Split('?')[0];
        return new ProbedWait(
            $"{(options.Tls ? "https" : "http")} {options.Method} {pathWithoutQuery} on port {port}",
            (wait, session) => new HttpProbe(wait, session, port, path, options));
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
        return new ProbedWait($"database on port {port}", (wait, session) =>
        {
            var finder = new PortFinder(session, port);
            return new DatabaseProbe(wait, session, factory, async token =>
            {
                var location = await finder.FindAsync(token).ConfigureAwait(false);
                if (location.Access == PortAccess.NotRunning) return null;
                return connectionString(
                    location.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(port)));
            });
        });
    }

    private static void CheckPort(int port)
    {
        if (port is <= 0 or > 65535)
            throw new ArgumentOutOfRangeException(nameof(port), port, "A container's port is a number from 1 to 65535.");
    }
}
