namespace ContainerKit.Testing.Runs;

/// <summary>
/// Whether there is an engine to test against. An absent one is a skip with its reason; where <c>CONTAINERKIT_ENGINE=promised</c> says
/// that somebody has brought one up, it is a failure.
/// </summary>
internal static class EngineAtHand
{
    private const int Attempts = 5;
    private static readonly Lazy<Task<EngineUnavailableException?>> _search = new(() => Task.Run(SearchAsync));

    public static bool IsPromised => Environment.GetEnvironmentVariable("CONTAINERKIT_ENGINE") == "promised";

    /// <summary>Skips the running test, or fails it, when no engine answers.</summary>
    public static async Task RequireAsync()
    {
        if (await _search.Value.ConfigureAwait(false) is not { } reason) return;
        throw IsPromised ? Broken(reason) : new SkipTestException(reason.Message);
    }

    /// <summary>Why tests that need an engine are skipped; null where they run, be it to fail.</summary>
    public static async Task<string?> ReasonToSkipAsync() => IsPromised ? null : (await _search.Value.ConfigureAwait(false))?.Message;

    private static InvalidOperationException Broken(EngineUnavailableException reason) =>
        new($"CONTAINERKIT_ENGINE promises an engine, and there is none. {reason.Message}", reason);

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
            catch (EngineUnavailableException) when (IsPromised && attempt < Attempts)
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
