using ContainerKit;
using ContainerKit.Services;
using ContainerKit.Testing;

namespace Suite;

public sealed class Database : ServiceFixture<PostgreSql>
{
    // Temporary, so that each run creates the snapshot and its creation is measured.
    private static readonly Snapshot<PostgreSql> _shop = PostgreSql.Snapshot(new PostgreSqlSpec { Database = "shop" }).AsTemporary();

    public string ConnectionString => Service.ConnectionString;

    protected override Plan<PostgreSql> Describe() => _shop.Run();
}
