namespace ContainerKit.Testing.Execution;

/// <summary>
/// Whether there is an engine to test against. An absent one is a skip with its reason; where <c>CONTAINERKIT_ENGINE=required</c> says
/// that somebody has brought one up, it is a failure.
/// </summary>
internal static class EngineAvailability
{
    private const int Attempts = 5;
    private static readonly Lazy<Task<EngineUnavailableException?>> _search = new(() => Task.Run(SearchAsync));

    public static bool IsRequired => Environment.GetEnvironmentVariable("CONTAINERKIT_ENGINE") == "required";

    /// <summary>Fails where the default engine was promised and does not answer.</summary>
    public static async Task ThrowIfRequiredAsync()
    {
        if (IsRequired && await _search.Value.ConfigureAwait(false) is { } reason)
            throw new InvalidOperationException($"CONTAINERKIT_ENGINE promises an engine, and there is none. {reason.Message}", reason);
    }

    /// <summary>Why tests that need the default engine are skipped; null where they run, be it to fail.</summary>
    public static async Task<string?> ReasonToSkipAsync() => IsRequired ? null : (await _search.Value.ConfigureAwait(false))?.Message;

    /// <summary>
    /// Why tests with these fixtures are skipped; null where they run, be it to fail. Fixtures have looked for their engines, which may be others than the
    /// default; where there are none, the default is the one that the test needs.
    /// </summary>
    public static async Task<string?> ReasonToSkipAsync(IReadOnlyList<DockerFixture> fixtures) => fixtures.Count == 0
        ? await ReasonToSkipAsync().ConfigureAwait(false)
        : fixtures.Select(fixture => fixture.NoEngine).FirstOrDefault(reason => reason is not null)?.Message;

    // Asked once: where there is no engine, a thousand tests need not search for it one by one. Where one is promised, patiently: a busy
    // machine has an engine all the same. One that is too old, or forbids the access, is no missing engine: the tests say what is wrong.
    private static async Task<EngineUnavailableException?> SearchAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await DockerEngine.Default.ConnectAsync().ConfigureAwait(false);
                return null;
            }
            catch (EngineUnavailableException) when (IsRequired && attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500)).ConfigureAwait(false);
            }
            catch (EngineUnavailableException e)
            {
                return e;
            }
            catch (ContainerKitException)
            {
                return null;
            }
        }
    }
}
