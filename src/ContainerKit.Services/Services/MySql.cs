using System.Data.Common;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A MySQL server with a database, for MySqlConnector. It is ready when it sends its handshake over TCP. Written for
/// <c>mysql:8.4</c>; the tests of this project run it only if that image can be pulled.
/// </summary>
/// <example><code>
/// await using var db = await MySql.Run();
/// await using var connection = new MySqlConnection(db.ConnectionString);
/// </code></example>
public sealed class MySql : Service
{
    private const int Port = 3306;
    private const string PasswordVariable = "MYSQL_PASSWORD";

    private readonly MySqlSpec _spec;

    private MySql(Container container, MySqlSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans a server with a database <c>test</c>.</summary>
    public static Plan<MySql> Run() => Run(new MySqlSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<MySql> Run(MySqlSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Define(spec).Run();
    }

    /// <summary>Describes a snapshot of a server with a database <c>test</c>. Each test gets a fresh copy.</summary>
    public static Snapshot<MySql> Snapshot() => Snapshot(new MySqlSpec());

    /// <summary>
    /// Describes a snapshot of a server with this configuration. Each test gets a fresh copy. A password that is not
    /// set is random, and the same in all copies.
    /// </summary>
    public static Snapshot<MySql> Snapshot(MySqlSpec spec)
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

    // The temporary server that initializes the database does not listen on TCP.
    private static ServiceDefinition<MySql> Define(MySqlSpec spec)
    {
        var variables = new Dictionary<string, string>
        {
            ["MYSQL_DATABASE"] = spec.Database,
            ["MYSQL_USER"] = spec.User,
            [PasswordVariable] = spec.Password,
            ["MYSQL_ROOT_PASSWORD"] = spec.Password,
        };
        var container = spec.CreateContainerSpec(Port, variables, Handshake.WaitForMySql("MySQL", Port));
        var scripts = spec.Scripts.Select(script => new ExecSpec("mysql", "-u", spec.User, spec.Database)
        {
            StandardInput = script,
            Environment = new Dictionary<string, string> { ["MYSQL_PWD"] = spec.Password },
        });
        return new(spec.Image, container, [.. scripts], created => new MySql(created, spec));
    }
}
