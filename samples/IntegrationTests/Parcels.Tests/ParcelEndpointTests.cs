using System.Net;

namespace Parcels.Tests;

/// <summary>The application as its users see it. All tests use the same parcel: nobody's is left for the next.</summary>
public sealed class ParcelEndpointTests(ParcelApplication application) : IClassFixture<ParcelApplication>
{
    private const string Number = "AB000001";

    private readonly HttpClient _client = application.Factory.CreateClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task A_registered_parcel_is_found_first_in_the_database_and_then_in_the_cache()
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
    public async Task A_scan_is_seen_at_once()
    {
        await _client.RegisterAsync(Number, "Ada", Token);
        await _client.FindAsync(Number, Token);

        (await _client.ScanAsync(Number, "Lyon", Token)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        var parcel = await (await _client.FindAsync(Number, Token)).ParcelAsync(Token);
        parcel.Scans.Should().ContainSingle().Which.Place.Should().Be("Lyon");
    }

    [DockerFact]
    public async Task A_number_is_given_once()
    {
        (await _client.RegisterAsync(Number, "Ada", Token)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await _client.RegisterAsync(Number, "Grace", Token)).StatusCode.Should().Be(HttpStatusCode.Conflict);
    }

    [DockerFact]
    public async Task A_parcel_that_is_not_there_is_not_found()
    {
        (await _client.FindAsync(Number, Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await _client.ScanAsync(Number, "Lyon", Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [DockerTheory]
    [InlineData("", "Ada")]
    [InlineData("no number", "Ada")]
    [InlineData(Number, "")]
    public async Task What_is_no_parcel_is_refused(string number, string recipient) =>
        (await _client.RegisterAsync(number, recipient, Token)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

    [DockerFact]
    public async Task A_forgotten_parcel_is_not_in_the_cache_either()
    {
        await _client.RegisterAsync(Number, "Ada", Token);
        await _client.FindAsync(Number, Token);

        (await _client.DeleteAsync("/parcels?notSeenSince=2999-01-01T00:00:00Z", Token)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await _client.FindAsync(Number, Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [DockerFact]
    public async Task A_parcel_that_was_seen_since_is_kept()
    {
        await _client.RegisterAsync(Number, "Ada", Token);

        (await _client.DeleteAsync("/parcels?notSeenSince=2000-01-01T00:00:00Z", Token)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await _client.FindAsync(Number, Token)).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
