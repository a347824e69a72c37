using System.Data.Common;
using ContainerKit.Waiting;

namespace ContainerKit;

public abstract partial class Wait
{
    /// <summary>A server in the container listens on this TCP port, in a way that others than the container itself reach.</summary>
    /// <inheritdoc cref="ForPort(int, PortProtocol)"/>
    public static Wait ForPort(int port) => ForPort(port, PortProtocol.Tcp);

    /// <summary>A server in the container listens on this port, in a way that others than the container itself reach.</summary>
    /// <param name="port">The port in the container. It need not be published.</param>
    /// <param name="protocol">TCP; nothing tells from outside whether somebody listens on a port of another kind.</param>
    /// <remarks>
    /// <para>That the engine's own proxy accepts connections does not count, and nothing is needed in the image where the engine runs on this
    /// Linux machine: the container's listening ports are looked at from outside, and its server sees no connection. Elsewhere a connection to the published
    /// port is tried, and the container's listening ports are read in it with <c>cat</c>, where the image has that.</para>
    /// <para>Engine API: <c>GET /containers/{id}/json</c>, once.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">No port has such a number.</exception>
    /// <exception cref="ArgumentException">The protocol is not TCP.</exception>
    public static Wait ForPort(int port, PortProtocol protocol)
    {
        CheckPort(port);
        if (protocol != PortProtocol.Tcp)
            throw new ArgumentException($"Nothing tells whether somebody listens on a port of {protocol}. Wait for a log line, a command or the health check instead.", nameof(protocol));
        return new ProbedWait($"port {port}", (wait, session) => new PortProbe(wait, session, port));
    }

    /// <summary>A server in the container answers <c>GET /</c> over HTTP with a status from 200 to 299.</summary>
    /// <inheritdoc cref="ForHttp(int, string, HttpWaitOptions)"/>
    public static Wait ForHttp(int port) => ForHttp(port, "/");

    /// <summary>A server in the container answers a <c>GET</c> over HTTP with a status from 200 to 299.</summary>
    /// <inheritdoc cref="ForHttp(int, string, HttpWaitOptions)"/>
    public static Wait ForHttp(int port, string path) => ForHttp(port, path, new HttpWaitOptions());

    /// <summary>A server in the container gives a certain answer over HTTP.</summary>
    /// <param name="port">
    /// The TCP port in the container. It is asked where it is published, or at the container's own address on the engine's own Linux machine.
    /// </param>
    /// <param name="path">What is asked for, beginning with a slash; a query may follow, and appears in no message.</param>
    /// <param name="options">How it is asked, and which answer counts.</param>
    /// <remarks>No proxy is used, and redirects are not followed. Engine API: <c>GET /containers/{id}/json</c>, once.</remarks>
    /// <exception cref="ArgumentException">The path does not begin with a slash, no port has such a number, or the options contradict each other.</exception>
    public static Wait ForHttp(int port, string path, HttpWaitOptions options)
    {
        CheckPort(port);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        if (!path.StartsWith('/') || !Uri.TryCreate("http://host" + path, UriKind.Absolute, out _))
            throw new ArgumentException($"'{path}' is not the path of an HTTP request; it begins with a slash, as in \"/health\".", nameof(path));
        if (options is { TrustAnyCertificate: true, Tls: false })
            throw new ArgumentException("Trusting any certificate means something over TLS only: set HttpWaitOptions.Tls too.", nameof(options));
        var shown = path.Split('?')[0];
        return new ProbedWait($"{(options.Tls ? "https" : "http")} {options.Method} {shown} on port {port}", (wait, session) => new HttpProbe(wait, session, port, path, options));
    }

    /// <summary>A database in the container lets a connection in.</summary>
    /// <param name="factory">The driver's, such as <c>NpgsqlFactory.Instance</c>.</param>
    /// <param name="port">The database's port in the container; its address is found as for <see cref="ForHttp(int, string, HttpWaitOptions)"/>.</param>
    /// <param name="connectionString">Makes the connection string of the port's address. It appears in no message.</param>
    /// <inheritdoc cref="ForDatabase(DbProviderFactory, Func{Container, CancellationToken, Task{string}})" path="/remarks"/>
    /// <example><code>
    /// Wait.ForDatabase(NpgsqlFactory.Instance, 5432, at => $"Host={at.Host};Port={at.Port};Username=postgres;Password=secret")
    /// </code></example>
    /// <exception cref="ArgumentOutOfRangeException">No port has such a number.</exception>
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
                var place = await finder.FindAsync(token).ConfigureAwait(false);
                if (place.Access == PortAccess.NotRunning) return null;
                return connectionString(place.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(port)));
            });
        });
    }

    /// <summary>A database in the container lets a connection in.</summary>
    /// <param name="factory">The driver's, such as <c>NpgsqlFactory.Instance</c>.</param>
    /// <param name="connectionString">Makes the connection string, at each look. It appears in no message.</param>
    /// <remarks>
    /// Whatever the driver throws means "not ready"; of its words, without what is confidential, the last ones are told should the wait end in
    /// vain. A driver that cannot be cancelled may end its last attempt a while after the wait.
    /// </remarks>
    public static Wait ForDatabase(DbProviderFactory factory, Func<Container, CancellationToken, Task<string>> connectionString)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(connectionString);
        return new ProbedWait("database", (wait, session) => new DatabaseProbe(wait, session, factory, async token =>
            await connectionString(Container.From(session.Container), token).ConfigureAwait(false)));
    }

    private static void CheckPort(int port)
    {
        if (port is <= 0 or > 65535) throw new ArgumentOutOfRangeException(nameof(port), port, "A container's port is a number from 1 to 65535.");
    }
}
