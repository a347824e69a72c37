using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A PostgreSQL server with a database, for Npgsql. It is ready when it requests the password over TCP. Tested with
/// <c>postgres:15</c>.
/// </summary>
/// <example><code>
/// await using var db = await PostgreSql.Run(new PostgreSqlSpec { Scripts = ["create table parcel (id int primary key)"] });
/// await using var connection = new NpgsqlConnection(db.ConnectionString);
/// </code></example>
public sealed class PostgreSql : Service
{
    private const int Port = 5432;
    private const string PasswordVariable = "POSTGRES_PASSWORD";

    // The data of a test need not survive a power failure. Without the syncs, both the server and the initialization
    // are faster.
    private static readonly string[] _fastFlags = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];

    // A snapshot keeps the data outside of the volume that the image declares. Engines copy the image's files into each
    // new volume (see https://github.com/moby/moby/pull/1742), while they read all other files directly from the image.
    private const string DataDirectoryVariable = "PGDATA";
    private const string SnapshotDataDirectory = "/var/lib/postgresql-snapshot";

    private readonly PostgreSqlSpec _spec;

    private PostgreSql(Container container, PostgreSqlSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans a server with a database.</summary>
    public static Plan<PostgreSql> Run() => Run(new PostgreSqlSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<PostgreSql> Run(PostgreSqlSpec spec) => Define(spec).Run();

    /// <summary>Describes a snapshot of a server with a database. Each test gets a fresh copy.</summary>
    public static Snapshot<PostgreSql> Snapshot() => Snapshot(new PostgreSqlSpec());

    /// <summary>
    /// Describes a snapshot of a server with this configuration. Each test gets a fresh copy. A password that is not
    /// set is random, and the same in all copies.
    /// </summary>
    public static Snapshot<PostgreSql> Snapshot(PostgreSqlSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var environment = new Dictionary<string, string>(spec.Container.Environment);
        // The root user can create this directory. Another user of the caller may not have the permission.
        if (spec.Container.User is null) environment.TryAdd(DataDirectoryVariable, SnapshotDataDirectory);
        spec = spec with { Container = spec.Container with { Environment = environment } };
        return Snapshot<PostgreSql>.Of(spec, Define, PasswordVariable);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => new DbConnectionStringBuilder
    {
        ["Host"] = address.Host,
        ["Port"] = address.Port,
        ["Database"] = _spec.Database,
        ["Username"] = _spec.User,
        ["Password"] = _spec.Password,
    }.ConnectionString;

    private static ServiceDefinition<PostgreSql> Define(PostgreSqlSpec spec) => new(spec, created => new PostgreSql(created, spec))
    {
        Ports = [Port],
        Variables = new Dictionary<string, string>
        {
            ["POSTGRES_DB"] = spec.Database,
            ["POSTGRES_USER"] = spec.User,
            [PasswordVariable] = spec.Password,
        },
        DefaultVariables = new Dictionary<string, string> { ["POSTGRES_INITDB_ARGS"] = "--no-sync" },
        DefaultCommand = ["postgres"],
        // If a flag occurs twice, the server uses the last one, so the caller's flags take precedence.
        CompleteCommand = command => command is ["postgres", ..] ? ["postgres", .. _fastFlags, .. command.Skip(1)] : command,
        Setup = [.. spec.Scripts.Select(script =>
            new ExecSpec("psql", "-v", "ON_ERROR_STOP=1", "-q", "-U", spec.User, "-d", spec.Database)
            {
                StandardInput = script,
                Environment = new Dictionary<string, string> { ["PGPASSWORD"] = spec.Password },
            })],
        Ready = Handshake.WaitFor("PostgreSQL", Port, CreateStartupMessage(spec), length: 1, response => response[0] == 'R'),
    };

    // The StartupMessage of a client: its length, the protocol version 3.0, then names and values. A server that is not
    // ready responds with 'E' (error).
    private static byte[] CreateStartupMessage(PostgreSqlSpec spec)
    {
        var message = Encoding.UTF8.GetBytes($"\0\0\0\0\0\x3\0\0user\0{spec.User}\0database\0{spec.Database}\0\0");
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        return message;
    }
}
