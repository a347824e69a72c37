using System.Data.Common;

namespace ContainerKit.Testing;

/// <summary>A MariaDB server with a database, for MySqlConnector. Ready when it greets over TCP. Tested with <c>mariadb:10.11</c>.</summary>
/// <example><code>
/// await using var db = await MariaDb.Run();
/// await using var connection = new MySqlConnection(db.ConnectionString);
/// </code></example>
public sealed class MariaDb : Service
{
    private const int Port = 3306;

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
        var container = spec.Describe(Port, new Dictionary<string, string>
        {
            ["MARIADB_DATABASE"] = spec.Database,
            ["MARIADB_USER"] = spec.User,
            ["MARIADB_PASSWORD"] = spec.Password,
            ["MARIADB_ROOT_PASSWORD"] = spec.Password,
        }, Handshake.For("MariaDB", Port, default, HeaderLength + 1, answer => answer[HeaderLength] == ProtocolVersion));
        var plan = Image.Pull(spec.Image).Run(container);
        foreach (var script in spec.Scripts)
        {
            plan = plan.Exec(new ExecSpec("mariadb", "-u", spec.User, spec.Database)
            {
                StandardInput = script,
                Environment = new Dictionary<string, string> { ["MYSQL_PWD"] = spec.Password },
            });
        }

        return Start(plan, it => new MariaDb(it, spec));
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
}

/// <summary>How a MariaDB server is to run. Immutable. Its user may do everything in the database, and <c>root</c> has the same password.</summary>
public sealed record MariaDbSpec() : DatabaseSpec("mariadb:10.11");
