using Npgsql;

namespace Parcels.Tests;

/// <summary>The SQL, on a real database that the tests of this class share and that is wiped between them.</summary>
public sealed class ParcelRepositoryTests(ParcelDatabase database) : IClassFixture<ParcelDatabase>, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database.Service.ConnectionString);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ParcelRepository Repository => new(_source);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [DockerFact]
    public async Task A_parcel_is_found_with_its_scans_in_order()
    {
        await Repository.AddAsync("AB000001", "Ada", Token);
        await Repository.AddScanAsync("AB000001", "Hamburg", Token);
        await Repository.AddScanAsync("AB000001", "Lyon", Token);

        var parcel = await Repository.FindAsync("AB000001", Token);

        parcel!.Recipient.Should().Be("Ada");
        parcel.Scans.Select(scan => scan.Place).Should().Equal("Hamburg", "Lyon");
    }

    [DockerFact]
    public async Task A_parcel_that_nobody_has_scanned_has_no_scans()
    {
        await Repository.AddAsync("AB000001", "Ada", Token);

        (await Repository.FindAsync("AB000001", Token))!.Scans.Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_number_is_given_once()
    {
        (await Repository.AddAsync("AB000001", "Ada", Token)).Should().BeTrue("no other test's parcel is there any more");
        (await Repository.AddAsync("AB000001", "Grace", Token)).Should().BeFalse();

        (await Repository.FindAsync("AB000001", Token))!.Recipient.Should().Be("Ada");
    }

    [DockerFact]
    public async Task Nothing_is_known_of_a_parcel_that_is_not_there()
    {
        (await Repository.FindAsync("AB000001", Token)).Should().BeNull();
        (await Repository.AddScanAsync("AB000001", "Hamburg", Token)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Text_is_never_taken_for_SQL()
    {
        const string recipient = "Robert'); drop table parcel cascade; --";
        await Repository.AddAsync("AB000001", recipient, Token);

        (await Repository.FindAsync("AB000001", Token))!.Recipient.Should().Be(recipient);
    }

    [DockerFact]
    public async Task Migrating_again_changes_nothing()
    {
        await Repository.AddAsync("AB000001", "Ada", Token);

        await Schema.MigrateAsync(_source, Token);

        (await Repository.FindAsync("AB000001", Token)).Should().NotBeNull();
        (await MigrationsAsync()).Should().Equal("001-parcels.sql", "002-scans.sql");
    }

    [DockerFact]
    public async Task Of_instances_that_start_at_once_one_migrates()
    {
        await using var empty = _source.CreateCommand("drop schema public cascade; create schema public");
        await empty.ExecuteNonQueryAsync(Token);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Schema.MigrateAsync(_source, Token)));

        (await MigrationsAsync()).Should().Equal("001-parcels.sql", "002-scans.sql");
    }

    private async Task<string[]> MigrationsAsync()
    {
        await using var command = _source.CreateCommand("select array_agg(name order by name) from migration");
        return (string[])(await command.ExecuteScalarAsync(Token))!;
    }
}
