using System.Data.Common;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A MariaDB server with a database, for MySqlConnector. It is ready when it sends its handshake over TCP. Tested with
/// <c>mariadb:10.11</c>.
/// </summary>
/// <example><code>
/// await using var db = await MariaDb.Run();
/// await using var connection = new MySqlConnection(db.ConnectionString);
/// </code></example>
public sealed class MariaDb : Service
{
    private const int Port = 3306;
    private const string PasswordVariable = "MARIADB_PASSWORD";

    private readonly MariaDbSpec _spec;

    private MariaDb(Container container, MariaDbSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans a server with a database <c>test</c>.</summary>
    public static Plan<MariaDb> Run() => Run(new MariaDbSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<MariaDb> Run(MariaDbSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Define(spec).Run();
    }

    /// <summary>Describes a snapshot of a server with a database <c>test</c>. Each test gets a fresh copy.</summary>
    public static Snapshot<MariaDb> Snapshot() => Snapshot(new MariaDbSpec());

    /// <summary>
    /// Describes a snapshot of a server with this configuration. Each test gets a fresh copy. A password that is not
    /// set is random, and the same in all copies.
    /// </summary>
    public static Snapshot<MariaDb> Snapshot(MariaDbSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(
            password => Define(spec.HasOwnPassword ? spec : spec with { Password = password }),
            spec.HasOwnPassword ? null : PasswordVariable);
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

    private static ServiceDefinition<MariaDb> Define(MariaDbSpec spec)
    {
        var variables = new Dictionary<string, string>
        {
            ["MARIADB_DATABASE"] = spec.Database,
            ["MARIADB_USER"] = spec.User,
            [PasswordVariable] = spec.Password,
            ["MARIADB_ROOT_PASSWORD"] = spec.Password,
        };
        var container = spec.CreateContainerSpec(Port, variables, Handshake.WaitForMySql("MariaDB", Port));
        var scripts = spec.Scripts.Select(script => new ExecSpec("mariadb", "-u", spec.User, spec.Database)
        {
            StandardInput = script,
            Environment = new Dictionary<string, string> { ["MYSQL_PWD"] = spec.Password },
        });
        return new(spec.Image, container, [.. scripts], created => new MariaDb(created, spec));
    }
}
