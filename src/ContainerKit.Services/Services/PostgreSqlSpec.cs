namespace ContainerKit.Services;

/// <summary>
/// The configuration of a PostgreSQL server. Immutable. The default database is <c>postgres</c>, which every server
/// has, so it need not be created. The user is a superuser. Scripts run in psql. If <see cref="ContainerSpec.Command"/>
/// begins with <c>postgres</c>, its flags are appended to those of the service.
/// </summary>
public sealed record PostgreSqlSpec : DatabaseSpec
{
    /// <summary>Creates the configuration of a server with a database <c>postgres</c> and a user <c>test</c>.</summary>
    public PostgreSqlSpec()
        : base("postgres:15") => Database = "postgres";
}
