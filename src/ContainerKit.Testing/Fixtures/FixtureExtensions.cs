namespace ContainerKit.Testing;

/// <summary>Fixtures in the hands of a single test.</summary>
public static class FixtureExtensions
{
    /// <summary>Starts a fixture that no class, collection or assembly declares. It is the caller's to dispose.</summary>
    /// <returns>The same fixture.</returns>
    /// <exception cref="ContainerKitException">It could not start; nothing is left of it.</exception>
    /// <example><code>
    /// await using var redis = await new RedisFixture().StartAsync(TestContext.Current.CancellationToken);
    /// </code></example>
    public static async Task<TFixture> StartAsync<TFixture>(this TFixture fixture, CancellationToken cancellationToken = default)
        where TFixture : DockerFixture
    {
        ArgumentNullException.ThrowIfNull(fixture);
        try
        {
            await fixture.StartOnceAsync(cancellationToken).ConfigureAwait(false);
            await fixture.InitializeAsync().ConfigureAwait(false);
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
