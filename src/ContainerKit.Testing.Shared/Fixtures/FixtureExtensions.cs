using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing;

/// <summary>Extensions for fixtures that a single test uses.</summary>
public static class FixtureExtensions
{
    /// <summary>Starts a fixture that the test framework does not start. The caller disposes it.</summary>
    /// <returns>The same fixture.</returns>
    /// <exception cref="ContainerKitException">
    /// The fixture could not start. Everything that it created was removed.
    /// </exception>
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
            // If no engine responds, each test that shares the fixture decides whether it is skipped or fails.
            await (CurrentTest.IsRunning ? fixture.InitializeWithLogsAsync() : fixture.InitializeSharedAsync()).ConfigureAwait(false);
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
