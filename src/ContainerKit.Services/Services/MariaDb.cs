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
    private readonly MariaDbSpec _spec;

    private MariaDb(Container container, MariaDbSpec spec)
        : base(container, MySqlServer.Port) => _spec = spec;

    /// <summary>Plans a server with a database <c>test</c>.</summary>
    public static Plan<MariaDb> Run() => Run(new MariaDbSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<MariaDb> Run(MariaDbSpec spec) => Define(spec).Run();

    /// <summary>Describes a snapshot of a server with a database <c>test</c>. Each test gets a fresh copy.</summary>
    public static Snapshot<MariaDb> Snapshot() => Snapshot(new MariaDbSpec());

    /// <summary>
    /// Describes a snapshot of a server with this configuration. Each test gets a fresh copy. A password that is not
    /// set is random, and the same in all copies.
    /// </summary>
    public static Snapshot<MariaDb> Snapshot(MariaDbSpec spec) =>
        Snapshot<MariaDb>.Of(spec, Define, MySqlServer.PasswordVariable("MariaDB"));

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => MySqlServer.Connect(address, _spec);

    private static ServiceDefinition<MariaDb> Define(MariaDbSpec spec) =>
        MySqlServer.Define(spec, "MariaDB", created => new MariaDb(created, spec));
}
