using Npgsql;

namespace Parcels.Tests;

/// <summary>A database with the application's tables for the tests of one class. The data is deleted after each test.</summary>
public sealed class ParcelDatabase : ServiceFixture<PostgreSql>
{
    protected override Plan<PostgreSql> Describe() => PostgreSql.Run(new PostgreSqlSpec { Database = "parcels" })
        .Select(async (database, cancellationToken) =>
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await Schema.MigrateAsync(source, cancellationToken);
            return database;
        });

    protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
        ExecuteSqlAsync(NpgsqlFactory.Instance, Service.ConnectionString, "truncate parcel cascade", cancellationToken);
}
