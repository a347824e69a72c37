using System.Net;

namespace Parcels.Tests;

/// <summary>Tests of the HTTP API. All tests use the same parcel, which is deleted between them.</summary>
public sealed class ParcelEndpointTests(ParcelApplication application) : IClassFixture<ParcelApplication>
{
    private const string Number = "AB000001";

    private readonly HttpClient _client = application.Factory.CreateClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Find_reads_a_parcel_from_the_database_and_then_from_the_cache()
    {
        (await _client.RegisterAsync(Number, "Ada", Token)).StatusCode.Should().Be(HttpStatusCode.Created);

        var first = await _client.FindAsync(Number, Token);
        var second = await _client.FindAsync(Number, Token);

        first.CacheUse().Should().Be("miss");
        second.CacheUse().Should().Be("hit");
        (await first.ParcelAsync(Token)).Recipient.Should().Be("Ada");
        (await second.ParcelAsync(Token)).Recipient.Should().Be("Ada");
    }

    [DockerFact]
    public async Task Scan_updates_a_cached_parcel()
    {
        await _client.RegisterAsync(Number, "Ada", Token);
        await _client.FindAsync(Number, Token);

        (await _client.ScanAsync(Number, "Lyon", Token)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        var parcel = await (await _client.FindAsync(Number, Token)).ParcelAsync(Token);
        parcel.Scans.Should().ContainSingle().Which.Place.Should().Be("Lyon");
    }

    [DockerFact]
    public async Task Registering_a_number_twice_returns_conflict()
    {
        (await _client.RegisterAsync(Number, "Ada", Token)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await _client.RegisterAsync(Number, "Grace", Token)).StatusCode.Should().Be(HttpStatusCode.Conflict);
    }

    [DockerFact]
    public async Task Unknown_parcel_returns_not_found()
    {
        (await _client.FindAsync(Number, Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await _client.ScanAsync(Number, "Lyon", Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [DockerTheory]
    [InlineData("", "Ada")]
    [InlineData("no number", "Ada")]
    [InlineData(Number, "")]
    public async Task Registering_an_invalid_parcel_returns_bad_request(string number, string recipient) =>
        (await _client.RegisterAsync(number, recipient, Token)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

    [DockerFact]
    public async Task Deleted_parcel_is_removed_from_the_cache()
    {
        await _client.RegisterAsync(Number, "Ada", Token);
        await _client.FindAsync(Number, Token);

        (await _client.DeleteAsync("/parcels?notSeenSince=2999-01-01T00:00:00Z", Token)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await _client.FindAsync(Number, Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [DockerFact]
    public async Task Delete_keeps_parcels_that_were_seen_since()
    {
        await _client.RegisterAsync(Number, "Ada", Token);

        (await _client.DeleteAsync("/parcels?notSeenSince=2000-01-01T00:00:00Z", Token)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await _client.FindAsync(Number, Token)).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
