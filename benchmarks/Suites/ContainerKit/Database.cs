using ContainerKit;
using ContainerKit.Services;
using ContainerKit.Testing;

namespace Suite;

public sealed class Database : ServiceFixture<PostgreSql>
{
    public string ConnectionString => Service.ConnectionString;

    protected override Plan<PostgreSql> Describe() => PostgreSql.Run(new PostgreSqlSpec { Database = "shop" });
}
