using Npgsql;

namespace Parcels.Tests;

/// <summary>What is left of a year of parcels. These tests delete most of it, so each has a copy of its own.</summary>
public sealed class RetentionTests
{
    private static readonly DateTimeOffset _july = new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Parcels_that_were_not_seen_since_are_forgotten_with_their_scans()
    {
        await using var year = await new YearOfParcels().StartAsync(Token);
        await using var database = NpgsqlDataSource.Create(year.Service.ConnectionString);

        var forgotten = await new ParcelRepository(database).DeleteAsync(_july, Token);

        // 181 days until July; those of the last three were scanned after.
        forgotten.Should().HaveCount((181 - 3) * 24);
        (await CountAsync(database, "parcel")).Should().Be(YearOfParcels.Parcels - forgotten.Count);
        (await CountAsync(database, "scan")).Should().Be(3 * (YearOfParcels.Parcels - forgotten.Count));
    }

    [DockerFact]
    public async Task A_parcel_that_is_scanned_again_is_kept()
    {
        await using var year = await new YearOfParcels().StartAsync(Token);
        await using var database = NpgsqlDataSource.Create(year.Service.ConnectionString);
        var repository = new ParcelRepository(database);
        await repository.AddScanAsync("AB000000", "Lost property", Token);

        var forgotten = await repository.DeleteAsync(_july, Token);

        forgotten.Should().NotContain("AB000000");
        (await repository.FindAsync("AB000000", Token))!.Scans.Should().HaveCount(4);
    }

    [DockerFact]
    public async Task Two_who_delete_at_once_each_forget_what_the_other_does_not()
    {
        await using var year = await new YearOfParcels().StartAsync(Token);
        await using var database = NpgsqlDataSource.Create(year.Service.ConnectionString);
        var repository = new ParcelRepository(database);

        var forgotten = await Task.WhenAll(repository.DeleteAsync(DateTimeOffset.MaxValue, Token), repository.DeleteAsync(DateTimeOffset.MaxValue, Token));

        forgotten.SelectMany(numbers => numbers).Should().OnlyHaveUniqueItems().And.HaveCount(YearOfParcels.Parcels);
        (await CountAsync(database, "parcel")).Should().Be(0);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
