using System.Security.Cryptography;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A MongoDB server, a replica set with one member, so that transactions and change streams work. For MongoDB.Driver. It
/// is ready when it is the primary. Written for <c>mongo:8.0</c>; the tests of this project run it only if that image
/// can be pulled.
/// </summary>
/// <example><code>
/// await using var db = await MongoDb.Run();
/// var client = new MongoClient(db.ConnectionString);
/// </code></example>
public sealed class MongoDb : Service
{
    private const int Port = 27017;
    private const string KeyFile = "/etc/containerkit-replica-set.key";

    private const string LoginScript =
        "db.getSiblingDB('admin').auth(process.env.MONGO_INITDB_ROOT_USERNAME, process.env.MONGO_INITDB_ROOT_PASSWORD);";

    // The member is itself, so the set needs no name that other machines resolve; clients connect to it directly. The
    // temporary server that creates the user is no replica set, so this script fails with it.
    private const string ReadyScript =
        LoginScript
        + "try { rs.status() } catch { rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'localhost:27017' }] }) }"
        + "if (!db.hello().isWritablePrimary) quit(1)";

    private const string ResetScript =
        LoginScript
        + "db.adminCommand({ listDatabases: 1, nameOnly: true }).databases.map(database => database.name)"
        + ".filter(name => !['admin', 'config', 'local'].includes(name)).forEach(name => db.getSiblingDB(name).dropDatabase())";

    private readonly MongoDbSpec _spec;

    private MongoDb(Container container, MongoDbSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans an empty server.</summary>
    public static Plan<MongoDb> Run() => Run(new MongoDbSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<MongoDb> Run(MongoDbSpec spec) => new ServiceDefinition<MongoDb>(spec, created => new MongoDb(created, spec))
    {
        Ports = [Port],
        Variables = new Dictionary<string, string>
        {
            ["MONGO_INITDB_ROOT_USERNAME"] = spec.User,
            ["MONGO_INITDB_ROOT_PASSWORD"] = spec.Password,
        },
        DefaultCommand = ["mongod", "--replSet", "rs0", "--bind_ip_all", "--keyFile", KeyFile],
        // With authentication, the members of a set need a common key, which only the server may read. 999 is its user.
        Files =
        [
            new(KeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)),
                new WriteFileOptions { Mode = UnixFileMode.UserRead, Owner = new FileOwner(999, 999) }),
        ],
        Ready = Wait.ForCommand("mongosh", "--quiet", "--eval", ReadyScript),
    }.Run();

    /// <summary>Drops all databases except those of the server itself: <c>admin</c>, <c>config</c> and <c>local</c>.</summary>
    /// <exception cref="ExecFailedException">The server did not drop a database.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        Container.ExecAsync(["mongosh", "--quiet", "--eval", ResetScript], cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) =>
        $"mongodb://{Uri.EscapeDataString(_spec.User)}:{Uri.EscapeDataString(_spec.Password)}@{address}/?directConnection=true";
}
