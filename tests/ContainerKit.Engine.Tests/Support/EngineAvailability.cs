namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Whether there is an engine to test against. An absent one is a skip with its reason; where <c>CONTAINERKIT_ENGINE=required</c>
/// says that a script has brought one up, it is a failure.
/// </summary>
internal static class EngineAvailability
{
    private static readonly Lazy<Task<(string? Endpoint, string Reason)>> _search = new(SearchAsync);

    /// <summary>Whether an engine answers.</summary>
    public static async Task<bool> IsThereAsync() => (await _search.Value).Endpoint is not null;

    /// <summary>Skips or fails the running test when no engine answers.</summary>
    /// <returns>Where the engine answers.</returns>
    public static async Task<string> RequireAsync()
    {
        var (endpoint, reason) = await _search.Value;
        if (endpoint is not null) return endpoint;
        if (Environment.GetEnvironmentVariable("CONTAINERKIT_ENGINE") == "required")
            Assert.Fail("CONTAINERKIT_ENGINE promises an engine, and there is none. " + reason);
        Assert.Skip(reason);
        return "";
    }

    // Asked once for the whole assembly: where there is no engine, a thousand tests need not search for it one by one. Asked of the default
    // engine, so that it is connected from here on, and patiently: a busy machine has an engine all the same.
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
