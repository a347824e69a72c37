using System.Data.Common;
using ContainerKit.Testing.Services;

namespace ContainerKit.Testing;

/// <summary>A MariaDB server with a database, for MySqlConnector. Ready when it greets over TCP. Tested with <c>mariadb:10.11</c>.</summary>
/// <example><code>
/// await using var db = await MariaDb.Run();
/// await using var connection = new MySqlConnection(db.ConnectionString);
/// </code></example>
public sealed class MariaDb : Service
{
    private const int Port = 3306;
    private const string PasswordVariable = "MARIADB_PASSWORD";

    // A packet's length and number, then the version of the protocol; an error would be 255.
    private const int HeaderLength = 4;
    private const byte ProtocolVersion = 10;

    private readonly MariaDbSpec _spec;

    private MariaDb(Container container, MariaDbSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans for a server with a database <c>test</c>.</summary>
    public static Plan<MariaDb> Run() => Run(new MariaDbSpec());

    /// <summary>Plans for a server as described.</summary>
    public static Plan<MariaDb> Run(MariaDbSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Parts(spec).Run();
    }

    /// <summary>A snapshot of a server with a database <c>test</c>, of which each test gets a fresh copy.</summary>
    public static Snapshot<MariaDb> Snapshot() => Snapshot(new MariaDbSpec());

    /// <summary>A snapshot of a server as described, of which each test gets a fresh copy. A password that is not set is random, and the same in all copies.</summary>
    public static Snapshot<MariaDb> Snapshot(MariaDbSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(password => Parts(spec.HasOwnPassword ? spec : spec with { Password = password }), spec.HasOwnPassword ? null : PasswordVariable);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => new DbConnectionStringBuilder
    {
        ["Server"] = address.Host,
        ["Port"] = address.Port,
        ["Database"] = _spec.Database,
        ["User ID"] = _spec.User,
        ["Password"] = _spec.Password,
    }.ConnectionString;

    private static ServiceDefinition<MariaDb> Parts(MariaDbSpec spec)
    {
        var container = spec.Describe(Port, new Dictionary<string, string>
        {
            ["MARIADB_DATABASE"] = spec.Database,
            ["MARIADB_USER"] = spec.User,
            [PasswordVariable] = spec.Password,
            ["MARIADB_ROOT_PASSWORD"] = spec.Password,
        }, ProtocolProbe.For("MariaDB", Port, default, HeaderLength + 1, answer => answer[HeaderLength] == ProtocolVersion));
        var scripts = spec.Scripts.Select(script => new ExecSpec("mariadb", "-u", spec.User, spec.Database)
        {
            StandardInput = script,
            Environment = new Dictionary<string, string> { ["MYSQL_PWD"] = spec.Password },
        });
        return new(spec.Image, container, [.. scripts], it => new MariaDb(it, spec));
    }
}
