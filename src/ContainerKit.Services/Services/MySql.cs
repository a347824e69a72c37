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
    private readonly MySqlSpec _spec;

    private MySql(Container container, MySqlSpec spec)
        : base(container, MySqlServer.Port) => _spec = spec;

    /// <summary>Plans a server with a database <c>test</c>.</summary>
    public static Plan<MySql> Run() => Run(new MySqlSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<MySql> Run(MySqlSpec spec) => Define(spec).Run();

    /// <summary>Describes a snapshot of a server with a database <c>test</c>. Each test gets a fresh copy.</summary>
    public static Snapshot<MySql> Snapshot() => Snapshot(new MySqlSpec());

    /// <summary>
    /// Describes a snapshot of a server with this configuration. Each test gets a fresh copy. A password that is not
    /// set is random, and the same in all copies.
    /// </summary>
    public static Snapshot<MySql> Snapshot(MySqlSpec spec) =>
        Snapshot<MySql>.Of(spec, Define, MySqlServer.PasswordVariable("MySQL"));

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => MySqlServer.Connect(address, _spec);

    private static ServiceDefinition<MySql> Define(MySqlSpec spec) =>
        MySqlServer.Define(spec, "MySQL", created => new MySql(created, spec));
}
