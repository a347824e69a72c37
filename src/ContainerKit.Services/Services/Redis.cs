using System.Net.Sockets;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A Redis server, for StackExchange.Redis. It is ready when it responds to a ping. Tested with <c>redis:7</c>.
/// </summary>
/// <example><code>
/// await using var redis = await Redis.Run();
/// await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
/// </code></example>
public sealed class Redis : Service
{
    // redis-cli in the container reads the password from this variable.
    private const string PasswordVariable = "REDISCLI_AUTH";

    // The server reads its password from an argument. Arguments of a container are visible in many places, so a shell
    // in the container adds it from the environment.
    private const string StartScript = $"exec docker-entrypoint.sh \"$@\" --requirepass \"${PasswordVariable}\"";

    private readonly RedisSpec _spec;

    private Redis(Container container, RedisSpec spec)
        : base(container, RedisServer.Port) => _spec = spec;

    /// <summary>Plans an empty server.</summary>
    public static Plan<Redis> Run() => Run(new RedisSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Redis> Run(RedisSpec spec) => Define(spec).Run();

    /// <summary>Describes a snapshot of a server. Each test gets a fresh copy.</summary>
    public static Snapshot<Redis> Snapshot() => Snapshot(new RedisSpec());

    /// <summary>
    /// Describes a snapshot of a server with this configuration. Each test gets a fresh copy. A password that is not
    /// set is random, and the same in all copies.
    /// </summary>
    public static Snapshot<Redis> Snapshot(RedisSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(
            password => Define(spec.HasOwnPassword ? spec : spec with { Password = password }),
            spec.HasOwnPassword ? null : PasswordVariable);
    }

    /// <summary>Removes all keys of all databases.</summary>
    /// <exception cref="IOException">The server closed the connection or responded with an error.</exception>
    /// <exception cref="SocketException">The server is not reachable.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        RedisServer.ResetAsync(this, _spec.Password, cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => RedisServer.Connect(address, _spec.Password);

    private static ServiceDefinition<Redis> Define(RedisSpec spec) => new(spec, created => new Redis(created, spec))
    {
        Ports = [RedisServer.Port],
        Variables = new Dictionary<string, string> { [PasswordVariable] = spec.Password },
        DefaultCommand = ["redis-server"],
        CompleteCommand = command => ["sh", "-c", StartScript, "sh", .. command],
        Ready = RedisServer.WaitForPing("Redis", spec.Password),
    };
}
