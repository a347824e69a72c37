using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing;

/// <summary>Extensions for fixtures that the tests of a class or an assembly share.</summary>
public static class TestContextExtensions
{
    /// <summary>
    /// Starts a fixture for the tests of a class, in <c>[ClassInitialize]</c>, or for all tests, in
    /// <c>[AssemblyInitialize]</c>. The class disposes it in <c>[ClassCleanup]</c> or <c>[AssemblyCleanup]</c>.
    /// </summary>
    /// <returns>The same fixture.</returns>
    /// <param name="fixture">The fixture.</param>
    /// <param name="context">The context that MSTest passes to the method.</param>
    /// <exception cref="ContainerKitException">
    /// The fixture could not start. Everything that it created was removed.
    /// </exception>
    /// <example><code>
    /// [ClassInitialize]
    /// public static Task StartAsync(TestContext context) => _redis.StartAsync(context);
    /// </code></example>
    public static async Task<TFixture> StartAsync<TFixture>(this TFixture fixture, TestContext context)
        where TFixture : DockerFixture
    {
        ArgumentNullException.ThrowIfNull(fixture);
        ArgumentNullException.ThrowIfNull(context);
        // Only this method and its callees see the values.
        CurrentTest.StartShared(context);
        return await fixture.StartAsync(context.CancellationToken).ConfigureAwait(false);
    }
}
