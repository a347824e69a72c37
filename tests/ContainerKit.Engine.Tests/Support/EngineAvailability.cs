namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Checks whether an engine is available for the tests. Without an engine, tests are skipped, or they fail if
/// <c>CONTAINERKIT_ENGINE=required</c> is set.
/// </summary>
internal static class EngineAvailability
{
    private static readonly Lazy<Task<(string? Endpoint, string Reason)>> _search = new(SearchAsync);

    /// <summary>Returns true if an engine responds.</summary>
    public static async Task<bool> IsThereAsync() => (await _search.Value).Endpoint is not null;

    /// <summary>Skips or fails the running test if no engine responds.</summary>
    /// <returns>The endpoint of the engine.</returns>
    public static async Task<string> RequireAsync()
    {
        var (endpoint, reason) = await _search.Value;
        if (endpoint is not null) return endpoint;
        if (Environment.GetEnvironmentVariable("CONTAINERKIT_ENGINE") == "required")
            Assert.Fail("CONTAINERKIT_ENGINE requires an engine, but none responds. " + reason);
        Assert.Skip(reason);
        return "";
    }

    // Runs once for the whole assembly, since without an engine every test would repeat the search. It connects the
    // default engine, which then stays connected. It retries, because an engine on a busy machine may respond late.
    private static async Task<(string?, string)> SearchAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ((await DockerEngine.Default.ConnectAsync()).Endpoint, "");
            }
            catch (EngineUnavailableException) when (attempt < 5)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
            catch (ContainerKitException e)
            {
                return (null, e.Message);
            }
        }
    }
}
