using System.Net.Sockets;
using System.Text.Json.Nodes;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A Garnet server, Microsoft's cache with the protocol of Redis, for StackExchange.Redis. It is ready when it responds
/// to a ping. Tested with version 2.2.
/// </summary>
/// <example><code>
/// await using var cache = await Garnet.Run();
/// await using var connection = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
/// </code></example>
public sealed class Garnet : Service
{
    private const string ConfigurationFile = "/etc/garnet.json";

    private readonly GarnetSpec _spec;

    private Garnet(Container container, GarnetSpec spec)
        : base(container, RedisServer.Port) => _spec = spec;

    /// <summary>Plans an empty server.</summary>
    public static Plan<Garnet> Run() => Run(new GarnetSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Garnet> Run(GarnetSpec spec) => new ServiceDefinition<Garnet>(spec, created => new Garnet(created, spec))
    {
        Ports = [RedisServer.Port],
        CompleteCommand = command => ["--config-import-path", ConfigurationFile, .. command],
        Files = [new(ConfigurationFile, CreateConfiguration(spec))],
        Ready = RedisServer.WaitForPing("Garnet", spec.Password),
    }.Run();

    /// <summary>Removes all keys of all databases.</summary>
    /// <exception cref="IOException">The server closed the connection or responded with an error.</exception>
    /// <exception cref="SocketException">The server is not reachable.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        RedisServer.ResetAsync(this, _spec.Password, cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => RedisServer.Connect(address, _spec.Password);

    // By default, the server listens on the loopback address only, and reserves 128 MB for its index.
    private static string CreateConfiguration(GarnetSpec spec) => new JsonObject
    {
        ["Address"] = "0.0.0.0",
        ["AuthenticationMode"] = "Password",
        ["Password"] = spec.Password,
        ["MemorySize"] = "64m",
        ["IndexSize"] = "16m",
    }.ToJsonString();
}
