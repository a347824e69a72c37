using System.Text;
using ContainerKit.Testing.Services;

namespace ContainerKit.Testing;

/// <summary>A Redis server, for StackExchange.Redis. Ready when it answers a ping. Tested with <c>redis:7</c>.</summary>
/// <example><code>
/// await using var redis = await Redis.Run();
/// await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
/// </code></example>
public sealed class Redis : Service
{
    private const int Port = 6379;

    // That is where redis-cli, in the container, takes the password from.
    private const string PasswordVariable = "REDISCLI_AUTH";
    private const string Ready = "+OK\r\n+PONG\r\n";

    private readonly RedisSpec _spec;

    private Redis(Container container, RedisSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans for an empty server.</summary>
    public static Plan<Redis> Run() => Run(new RedisSpec());

    /// <summary>Plans for a server as described.</summary>
    public static Plan<Redis> Run(RedisSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Parts(spec).Run();
    }

    /// <summary>A snapshot of a server, of which each test gets a fresh copy.</summary>
    public static Snapshot<Redis> Snapshot() => Snapshot(new RedisSpec());

    /// <summary>A snapshot of a server as described, of which each test gets a fresh copy. A password that is not set is random, and the same in all copies.</summary>
    public static Snapshot<Redis> Snapshot(RedisSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(password => Parts(spec.HasOwnPassword ? spec : spec with { Password = password }), spec.HasOwnPassword ? null : PasswordVariable);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"{address},password={_spec.Password}";

    // The server takes its password as an argument, and arguments are shown in many places: a shell puts it there from the environment.
    private static ServiceDefinition<Redis> Parts(RedisSpec spec)
    {
        var container = spec.Describe(
            Port,
            new Dictionary<string, string> { [PasswordVariable] = spec.Password },
            ProtocolProbe.For("Redis", Port, Ping(spec), Ready.Length, answer => Encoding.ASCII.GetString(answer) == Ready));
        string[] command = [.. container.Command.Count > 0 ? container.Command : ["redis-server"]];
        container = container with { Command = ["sh", "-c", $"exec docker-entrypoint.sh \"$@\" --requirepass \"${PasswordVariable}\"", "sh", .. command] };
        return new(spec.Image, container, [], it => new Redis(it, spec));
    }

    // Two commands, each an array of strings with their lengths.
    private static byte[] Ping(RedisSpec spec) =>
        Encoding.UTF8.GetBytes($"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(spec.Password)}\r\n{spec.Password}\r\n*1\r\n$4\r\nPING\r\n");
}
