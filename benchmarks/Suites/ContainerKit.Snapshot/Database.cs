using ContainerKit;
using ContainerKit.Testing;

namespace Suite;

public sealed class Database : ServiceFixture<PostgreSql>
{
    // Made anew by each run, so that its making counts.
    private static readonly Snapshot<PostgreSql> _shop = PostgreSql.Snapshot(new PostgreSqlSpec { Database = "shop" }).AsTemporary();

    public string ConnectionString => Service.ConnectionString;

    protected override Plan<PostgreSql> Describe() => _shop.Run();
}
