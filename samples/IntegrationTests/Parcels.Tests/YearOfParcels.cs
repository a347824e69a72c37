using Npgsql;

namespace Parcels.Tests;

/// <summary>
/// A database with a year of parcels, for one test. It is migrated and filled once, and kept as an image. Each test gets a fresh
/// copy, in this run and in later ones, until a file that the snapshot depends on changes.
/// </summary>
public sealed class YearOfParcels : ServiceFixture<PostgreSql>
{
    public const int Parcels = 365 * 24;

    private const string Script = "year-of-parcels.sql";

    private static readonly Snapshot<PostgreSql> _filled = PostgreSql.Snapshot(new PostgreSqlSpec { Database = "parcels" })
        .WithName("year-of-parcels")
        .DependsOn("Migrations", Script)
        // The code of the method is not compared. If it changes, change this text.
        .Do("migrate and fill", MigrateAndFillAsync);

    protected override Plan<PostgreSql> Describe() => _filled.Run();

    private static async Task MigrateAndFillAsync(PostgreSql database, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Schema.MigrateAsync(source, cancellationToken);
        var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Script), cancellationToken);
        await using var fill = source.CreateCommand(sql);
        await fill.ExecuteNonQueryAsync(cancellationToken);
    }
}
