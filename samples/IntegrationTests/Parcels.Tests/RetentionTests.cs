using Npgsql;

namespace Parcels.Tests;

/// <summary>Tests that delete most of a year of parcels. Each test has its own copy of the database.</summary>
public sealed class RetentionTests
{
    private static readonly DateTimeOffset _july = new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Delete_removes_parcels_that_were_not_seen_since_and_their_scans()
    {
        await using var year = await new YearOfParcels().StartAsync(Token);
        await using var database = NpgsqlDataSource.Create(year.Service.ConnectionString);

        var deleted = await new ParcelRepository(database).DeleteAsync(_july, Token);

        // There are 181 days before July. The parcels of the last three days were scanned later.
        deleted.Should().HaveCount((181 - 3) * 24);
        (await CountAsync(database, "parcel")).Should().Be(YearOfParcels.Parcels - deleted.Count);
        (await CountAsync(database, "scan")).Should().Be(3 * (YearOfParcels.Parcels - deleted.Count));
    }

    [DockerFact]
    public async Task Delete_keeps_a_parcel_that_was_scanned_again()
    {
        await using var year = await new YearOfParcels().StartAsync(Token);
        await using var database = NpgsqlDataSource.Create(year.Service.ConnectionString);
        var repository = new ParcelRepository(database);
        await repository.AddScanAsync("AB000000", "Lost property", Token);

        var deleted = await repository.DeleteAsync(_july, Token);

        deleted.Should().NotContain("AB000000");
        (await repository.FindAsync("AB000000", Token))!.Scans.Should().HaveCount(4);
    }

    [DockerFact]
    public async Task Parallel_deletes_return_each_parcel_once()
    {
        await using var year = await new YearOfParcels().StartAsync(Token);
        await using var database = NpgsqlDataSource.Create(year.Service.ConnectionString);
        var repository = new ParcelRepository(database);

        var deleted = await Task.WhenAll(
            repository.DeleteAsync(DateTimeOffset.MaxValue, Token),
            repository.DeleteAsync(DateTimeOffset.MaxValue, Token));

        deleted.SelectMany(numbers => numbers).Should().OnlyHaveUniqueItems().And.HaveCount(YearOfParcels.Parcels);
        (await CountAsync(database, "parcel")).Should().Be(0);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
