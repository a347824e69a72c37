using Npgsql;

namespace Parcels.Tests;

/// <summary>
/// A database with a year of parcels in it, for one test. It is migrated and filled once and kept as an image; each test gets a fresh copy, in this run
/// and in later ones, until a file that it depends on changes.
/// </summary>
public sealed class YearOfParcels : ServiceFixture<PostgreSql>
{
    public const int Parcels = 365 * 24;

    private const string Rows = "year-of-parcels.sql";

    private static readonly Snapshot<PostgreSql> _filled = PostgreSql.Snapshot(new PostgreSqlSpec { Database = "parcels" })
        .WithName("year-of-parcels")
        .DependsOn("Migrations", Rows)                      // and on the next line's text: change it when the method does something else
        .Do("migrate and fill", MigrateAndFillAsync);

    protected override Plan<PostgreSql> Describe() => _filled.Run();

    private static async Task MigrateAndFillAsync(PostgreSql database, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Schema.MigrateAsync(source, cancellationToken);
        await using var fill = source.CreateCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Rows), cancellationToken));
        await fill.ExecuteNonQueryAsync(cancellationToken);
    }
}
