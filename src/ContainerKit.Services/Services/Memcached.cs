using System.Net.Sockets;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A memcached server. It is ready when it responds with its version. Like the image's default, it requires no
/// authentication. Tested with <c>memcached:1.6</c>.
/// </summary>
/// <example><code>
/// await using var cache = await Memcached.Run();
/// var endpoint = cache.ConnectionString;   // host:port
/// </code></example>
public sealed class Memcached : Service
{
    private const int Port = 11211;

    private Memcached(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans an empty server.</summary>
    public static Plan<Memcached> Run() => Run(new MemcachedSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Memcached> Run(MemcachedSpec spec) => new ServiceDefinition<Memcached>(spec, created => new Memcached(created))
    {
        Ports = [Port],
        Ready = Handshake.WaitFor(
            "memcached", Port, "version\r\n"u8.ToArray(), length: 8, response => response.AsSpan().SequenceEqual("VERSION "u8)),
    }.Run();

    /// <summary>Removes all items.</summary>
    /// <exception cref="IOException">The server closed the connection or responded with an error.</exception>
    /// <exception cref="SocketException">The server is not reachable.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, cancellationToken).ConfigureAwait(false);
        var stream = client.GetStream();
        await stream.WriteAsync("flush_all\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var response = new byte[4];
        await stream.ReadExactlyAsync(response, cancellationToken).ConfigureAwait(false);
        if (!response.AsSpan().SequenceEqual("OK\r\n"u8)) throw new IOException($"{this} did not remove its items.");
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => address.ToString();
}
