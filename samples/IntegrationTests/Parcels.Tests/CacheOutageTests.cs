namespace Parcels.Tests;

/// <summary>The application works without its cache, only more slowly.</summary>
public sealed class CacheOutageTests(ParcelApplication application) : IClassFixture<ParcelApplication>
{
    private const string Number = "AB000001";

    [DockerFact(Timeout = 60_000)]
    public async Task Find_with_a_hanging_cache_uses_the_database_until_the_cache_responds()
    {
        var token = TestContext.Current.CancellationToken;
        using var client = application.Factory.CreateClient();
        await client.RegisterAsync(Number, "Ada", token);
        await client.FindAsync(Number, token);
        (await client.FindAsync(Number, token)).CacheUse().Should().Be("hit");

        using var clientWithTimeout = application.Factory.CreateClient();
        clientWithTimeout.Timeout = TimeSpan.FromSeconds(5);
        // A paused cache accepts connections and never responds.
        await application.Cache.PauseAsync(token);
        try
        {
            var response = await clientWithTimeout.FindAsync(Number, token);
            response.CacheUse().Should().Be("unavailable");
            (await response.ParcelAsync(token)).Recipient.Should().Be("Ada");
            (await clientWithTimeout.ScanAsync(Number, "Lyon", token)).IsSuccessStatusCode.Should().BeTrue();
        }
        finally
        {
            await application.Cache.UnpauseAsync(CancellationToken.None);
        }

        await WaitForCacheHitAsync(client, token);
    }

    [DockerFact(Timeout = 60_000)]
    public async Task Application_starts_without_its_cache()
    {
        var token = TestContext.Current.CancellationToken;
        await using var factory = application.Factory
            .WithWebHostBuilder(builder => builder.UseSetting("ConnectionStrings:Cache", "127.0.0.1:1"));
        using var client = factory.CreateClient();
        await client.RegisterAsync(Number, "Ada", token);

        var response = await client.FindAsync(Number, token);

        response.CacheUse().Should().Be("unavailable");
        (await response.ParcelAsync(token)).Recipient.Should().Be("Ada");
    }

    // The reconnect takes some time. The timeout of the test ends the loop.
    private static async Task WaitForCacheHitAsync(HttpClient client, CancellationToken cancellationToken)
    {
        while ((await client.FindAsync(Number, cancellationToken)).CacheUse() != "hit") await Task.Delay(50, cancellationToken);
    }
}
