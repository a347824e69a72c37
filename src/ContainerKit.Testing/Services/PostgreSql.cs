using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using ContainerKit.Testing.Services;

namespace ContainerKit.Testing;

/// <summary>A PostgreSQL server with a database, for Npgsql. Ready when it asks for the password over TCP. Tested with <c>postgres:15</c>.</summary>
/// <example><code>
/// await using var db = await PostgreSql.Run(new PostgreSqlSpec { Scripts = ["create table parcel (id int primary key)"] });
/// await using var connection = new NpgsqlConnection(db.ConnectionString);
/// </code></example>
public sealed class PostgreSql : Service
{
    private const int Port = 5432;
    private const string PasswordVariable = "POSTGRES_PASSWORD";

    // A test's data need not survive that the power fails, and making sure that they would takes time: while the server runs, and while its files are made.
    private static readonly string[] _fast = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];
    private const string InitVariable = "POSTGRES_INITDB_ARGS";
    private const string FastInit = "--no-sync";

    // Not where the image declares a volume: engines copy an image's files into a new volume one by one, and read them from the image where they are everywhere else.
    private const string FolderVariable = "PGDATA";
    private const string FolderInImage = "/var/lib/postgresql-snapshot";

    private readonly PostgreSqlSpec _spec;

    private PostgreSql(Container container, PostgreSqlSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans for a server with a database.</summary>
    public static Plan<PostgreSql> Run() => Run(new PostgreSqlSpec());

    /// <summary>Plans for a server as described.</summary>
    public static Plan<PostgreSql> Run(PostgreSqlSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Parts(spec).Run();
    }

    /// <summary>A snapshot of a server with a database, of which each test gets a fresh copy.</summary>
    public static Snapshot<PostgreSql> Snapshot() => Snapshot(new PostgreSqlSpec());

    /// <summary>A snapshot of a server as described, of which each test gets a fresh copy. A password that is not set is random, and the same in all copies.</summary>
    public static Snapshot<PostgreSql> Snapshot(PostgreSqlSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var environment = new Dictionary<string, string>(spec.Container.Environment);
        // The superuser may make a folder there; whom else the caller has chosen, may not.
        if (spec.Container.User is null) environment.TryAdd(FolderVariable, FolderInImage);
        spec = spec with { Container = spec.Container with { Environment = environment } };
        return new(password => Parts(spec.HasOwnPassword ? spec : spec with { Password = password }), spec.HasOwnPassword ? null : PasswordVariable);
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

    private static ServiceDefinition<PostgreSql> Parts(PostgreSqlSpec spec)
    {
        var variables = new Dictionary<string, string>
        {
            ["POSTGRES_DB"] = spec.Database,
            ["POSTGRES_USER"] = spec.User,
            [PasswordVariable] = spec.Password,
        };
        if (!spec.Container.Environment.ContainsKey(InitVariable)) variables[InitVariable] = FastInit;
        var container = spec.Describe(Port, variables, ProtocolProbe.For("PostgreSQL", Port, Startup(spec), length: 1, answer => answer[0] == 'R'));
        // Of a flag that comes twice the server takes the last, the caller's.
        if (container.Command is [] or ["postgres", ..]) container = container with { Command = ["postgres", .. _fast, .. container.Command.Skip(1)] };
        var scripts = spec.Scripts.Select(script => new ExecSpec("psql", "-v", "ON_ERROR_STOP=1", "-q", "-U", spec.User, "-d", spec.Database)
        {
            StandardInput = script,
            Environment = new Dictionary<string, string> { ["PGPASSWORD"] = spec.Password },
        });
        return new(spec.Image, container, [.. scripts], it => new PostgreSql(it, spec));
    }

    // A client's first message: its length, the protocol's version 3.0, then names and values. A server that is not ready answers 'E', for error.
    private static byte[] Startup(PostgreSqlSpec spec)
    {
        var message = Encoding.UTF8.GetBytes($"\0\0\0\0\0\x3\0\0user\0{spec.User}\0database\0{spec.Database}\0\0");
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        return message;
    }
}
