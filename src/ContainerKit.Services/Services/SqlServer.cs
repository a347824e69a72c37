using System.Data.Common;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A SQL Server, for Microsoft.Data.SqlClient. It is ready when sqlcmd, the server's own client, runs a query. Written
/// for <c>mcr.microsoft.com/mssql/server:2022-latest</c>; the tests of this project run it only if that image can be
/// pulled.
/// </summary>
/// <example><code>
/// await using var db = await SqlServer.Run(new SqlServerSpec { AcceptLicense = true, Database = "shop" });
/// await using var connection = new SqlConnection(db.ConnectionString);
/// </code></example>
public sealed class SqlServer : Service
{
    private const int Port = 1433;
    private const string PasswordVariable = "SQLCMDPASSWORD";

    private readonly SqlServerSpec _spec;

    private SqlServer(Container container, SqlServerSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans a server with this configuration.</summary>
    /// <exception cref="ArgumentException">The license is not accepted.</exception>
    public static Plan<SqlServer> Run(SqlServerSpec spec) => Define(spec).Run();

    /// <summary>
    /// Describes a snapshot of a server with this configuration. Each test gets a fresh copy. A password that is not
    /// set is random, and the same in all copies.
    /// </summary>
    /// <exception cref="ArgumentException">The license is not accepted.</exception>
    public static Snapshot<SqlServer> Snapshot(SqlServerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(
            password => Define(spec.HasOwnPassword ? spec : spec with { Password = password }),
            spec.HasOwnPassword ? null : PasswordVariable);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => new DbConnectionStringBuilder
    {
        ["Server"] = $"{address.Host},{address.Port}",
        ["Database"] = _spec.Database,
        ["User ID"] = "sa",
        ["Password"] = _spec.Password,
        ["TrustServerCertificate"] = true,
    }.ConnectionString;

    private static ServiceDefinition<SqlServer> Define(SqlServerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!spec.AcceptLicense)
        {
            throw new ArgumentException(
                "The license of SQL Server is not accepted. Read it, and set SqlServerSpec.AcceptLicense to true.", nameof(spec));
        }

        var create = $"if db_id(N'{spec.Database}') is null create database [{spec.Database}]";
        var scripts = spec.Scripts.Select(script =>
            new ExecSpec(Sqlcmd(spec.Database, "-i", "/dev/stdin")) { StandardInput = script });
        return new ServiceDefinition<SqlServer>(spec, created => new SqlServer(created, spec))
        {
            Ports = [Port],
            Variables = new Dictionary<string, string>
            {
                ["ACCEPT_EULA"] = "Y",
                ["MSSQL_SA_PASSWORD"] = spec.Password,
                [PasswordVariable] = spec.Password,
            },
            Setup = [new ExecSpec(Sqlcmd("master", "-Q", create)), .. scripts],
            // The server accepts connections before it accepts logins.
            Ready = Wait.ForCommand(Sqlcmd("master", "-Q", "select 1")),
        };
    }

    // -C: trusts the certificate, which the server generates. -b: an error sets the exit code.
    private static string[] Sqlcmd(string database, params string[] arguments) =>
        ["/opt/mssql-tools18/bin/sqlcmd", "-C", "-b", "-l", "2", "-S", "localhost", "-U", "sa", "-d", database, .. arguments];
}
