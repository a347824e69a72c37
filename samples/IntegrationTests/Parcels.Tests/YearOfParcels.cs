using Npgsql;

namespace Parcels.Tests;

/// <summary>A database with a year of parcels in it, for one test.</summary>
public sealed class YearOfParcels : ServiceFixture<PostgreSql>
{
    public const int Parcels = 365 * 24;

    protected override Plan<PostgreSql> Describe() => PostgreSql.Run(new PostgreSqlSpec { Database = "parcels" }).As(async (database, cancellationToken) =>
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Schema.MigrateAsync(source, cancellationToken);
        await using var fill = source.CreateCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "year-of-parcels.sql"), cancellationToken));
        await fill.ExecuteNonQueryAsync(cancellationToken);
        return database;
    });
}
