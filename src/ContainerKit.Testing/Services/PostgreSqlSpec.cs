namespace ContainerKit.Testing;

/// <summary>
/// How a PostgreSQL server is to run. Immutable. Its database is <c>postgres</c> unless it is set, which every server has, so that none needs to be made;
/// its user may do everything; scripts run in psql. Flags in a command that begins with <c>postgres</c> come on top of the service's own.
/// </summary>
public sealed record PostgreSqlSpec : DatabaseSpec
{
    /// <summary>A server with a database <c>postgres</c> and a user <c>test</c>.</summary>
    public PostgreSqlSpec()
        : base("postgres:15") => Database = "postgres";
}
