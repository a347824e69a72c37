namespace Parcels.Tests;

/// <summary>The cache is an optimisation: what happens when it is out of order.</summary>
public sealed class CacheOutageTests(ParcelApplication application) : IClassFixture<ParcelApplication>
{
    private const string Number = "AB000001";

    [DockerFact(Timeout = 60_000)]
    public async Task While_the_cache_hangs_the_database_answers_and_afterwards_the_cache_does_again()
    {
        var token = TestContext.Current.CancellationToken;
        using var client = application.Factory.CreateClient();
        await client.RegisterAsync(Number, "Ada", token);
        await client.FindAsync(Number, token);
        (await client.FindAsync(Number, token)).CacheUse().Should().Be("hit");

        using var impatient = application.Factory.CreateClient();
        impatient.Timeout = TimeSpan.FromSeconds(5);
        // It accepts connections and says nothing: the worst a dependency can do.
        await application.Cache.PauseAsync(token);
        try
        {
            var answer = await impatient.FindAsync(Number, token);
            answer.CacheUse().Should().Be("unavailable");
            (await answer.ParcelAsync(token)).Recipient.Should().Be("Ada");
            (await impatient.ScanAsync(Number, "Lyon", token)).IsSuccessStatusCode.Should().BeTrue();
        }
        finally
        {
            await application.Cache.UnpauseAsync(CancellationToken.None);
        }

        await UntilTheCacheAnswersAsync(client, token);
    }

    [DockerFact(Timeout = 60_000)]
    public async Task The_application_starts_without_its_cache()
    {
        var token = TestContext.Current.CancellationToken;
        await using var factory = application.Factory.WithWebHostBuilder(builder => builder.UseSetting("ConnectionStrings:Cache", "127.0.0.1:1"));
        using var client = factory.CreateClient();
        await client.RegisterAsync(Number, "Ada", token);

        var answer = await client.FindAsync(Number, token);

        answer.CacheUse().Should().Be("unavailable");
        (await answer.ParcelAsync(token)).Recipient.Should().Be("Ada");
    }

    // Connections come back in their own time. The test's time limit ends this.
    private static async Task UntilTheCacheAnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        while ((await client.FindAsync(Number, cancellationToken)).CacheUse() != "hit") await Task.Delay(50, cancellationToken);
    }
}
