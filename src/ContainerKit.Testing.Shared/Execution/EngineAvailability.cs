namespace ContainerKit.Testing.Execution;

/// <summary>
/// The availability of an engine to test against. Without an engine, tests are skipped with the reason. With
/// <c>CONTAINERKIT_ENGINE=required</c> they fail instead.
/// </summary>
internal static class EngineAvailability
{
    private const int Attempts = 5;
    private static readonly Lazy<Task<EngineUnavailableException?>> _probe = new(() => Task.Run(ProbeAsync));

    public static bool IsRequired => Environment.GetEnvironmentVariable("CONTAINERKIT_ENGINE") == "required";

    /// <summary>Throws if the default engine is required and does not respond.</summary>
    /// <exception cref="InvalidOperationException">The default engine is required and does not respond.</exception>
    public static async Task ThrowIfRequiredAsync()
    {
        if (IsRequired && await _probe.Value.ConfigureAwait(false) is { } reason)
        {
            throw new InvalidOperationException(
                $"CONTAINERKIT_ENGINE=required, but no engine is available. {reason.Message}", reason);
        }
    }

    /// <summary>Returns why tests that need the default engine are skipped, or null if they run.</summary>
    /// <returns>Null also if the engine is required: then the tests run and fail.</returns>
    public static async Task<string?> GetSkipReasonAsync() =>
        IsRequired ? null : (await _probe.Value.ConfigureAwait(false))?.Message;

    /// <summary>
    /// Returns why tests with these fixtures are skipped, or null if they run. Fixtures have already connected to their
    /// engines, which may differ from the default one. A test without fixtures needs the default engine.
    /// </summary>
    public static async Task<string?> GetSkipReasonAsync(IReadOnlyList<DockerFixture> fixtures) => fixtures.Count == 0
        ? await GetSkipReasonAsync().ConfigureAwait(false)
        : fixtures.Select(fixture => fixture.EngineFailure).FirstOrDefault(reason => reason is not null)?.Message;

    // Runs once per process, so that a thousand tests do not each search for a missing engine. A required engine gets
    // several attempts, because a busy machine may be slow to respond. An engine that is too old or denies access is
    // not missing: the tests report the error.
    private static async Task<EngineUnavailableException?> ProbeAsync()
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
