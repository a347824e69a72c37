using Npgsql;

namespace Parcels.Tests;

/// <summary>Tests of the SQL on a real database, which the tests of this class share. The data is deleted between them.</summary>
public sealed class ParcelRepositoryTests(ParcelDatabase database) : IClassFixture<ParcelDatabase>, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database.Service.ConnectionString);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ParcelRepository Repository => new(_source);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [DockerFact]
    public async Task Find_returns_a_parcel_with_its_scans_in_order()
    {
        await Repository.AddAsync("AB000001", "Ada", Token);
        await Repository.AddScanAsync("AB000001", "Hamburg", Token);
        await Repository.AddScanAsync("AB000001", "Lyon", Token);

        var parcel = await Repository.FindAsync("AB000001", Token);

        parcel!.Recipient.Should().Be("Ada");
        parcel.Scans.Select(scan => scan.Place).Should().Equal("Hamburg", "Lyon");
    }

    [DockerFact]
    public async Task Find_returns_a_new_parcel_without_scans()
    {
        await Repository.AddAsync("AB000001", "Ada", Token);

        (await Repository.FindAsync("AB000001", Token))!.Scans.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Adding_a_number_twice_returns_false()
    {
        (await Repository.AddAsync("AB000001", "Ada", Token)).Should().BeTrue("the parcels of other tests were deleted");
        (await Repository.AddAsync("AB000001", "Grace", Token)).Should().BeFalse();

        (await Repository.FindAsync("AB000001", Token))!.Recipient.Should().Be("Ada");
    }

    [DockerFact]
    public async Task Unknown_parcel_is_neither_found_nor_scanned()
    {
        (await Repository.FindAsync("AB000001", Token)).Should().BeNull();
        (await Repository.AddScanAsync("AB000001", "Hamburg", Token)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Recipient_is_not_interpreted_as_SQL()
    {
        const string recipient = "Robert'); drop table parcel cascade; --";
        await Repository.AddAsync("AB000001", recipient, Token);

        (await Repository.FindAsync("AB000001", Token))!.Recipient.Should().Be(recipient);
    }

    [DockerFact]
    public async Task Migrating_twice_changes_nothing()
    {
        await Repository.AddAsync("AB000001", "Ada", Token);

        await Schema.MigrateAsync(_source, Token);

        (await Repository.FindAsync("AB000001", Token)).Should().NotBeNull();
        (await MigrationsAsync()).Should().Equal("001-parcels.sql", "002-scans.sql");
    }

    [DockerFact]
    public async Task Parallel_migrations_run_once()
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
