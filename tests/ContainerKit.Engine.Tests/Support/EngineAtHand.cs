namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Whether there is an engine to test against. An absent one is a skip with its reason; where <c>CONTAINERKIT_ENGINE=promised</c>
/// says that a script has brought one up, it is a failure.
/// </summary>
internal static class EngineAtHand
{
    private static readonly Lazy<Task<(string? Endpoint, string Reason)>> _search = new(SearchAsync);

    /// <summary>Skips or fails the running test when no engine answers.</summary>
    /// <returns>Where the engine answers.</returns>
    public static async Task<string> RequireAsync()
    {
        var (endpoint, reason) = await _search.Value;
        if (endpoint is not null) return endpoint;
        if (Environment.GetEnvironmentVariable("CONTAINERKIT_ENGINE") == "promised")
            Assert.Fail("CONTAINERKIT_ENGINE promises an engine, and there is none. " + reason);
        Assert.Skip(reason);
        return "";
    }

    // Asked once for the whole assembly: where there is no engine, a thousand tests need not search for it one by one.
    private static async Task<(string?, string)> SearchAsync()
    {
        await using var engine = new DockerEngine();
        try
        {
            return ((await engine.ConnectAsync()).Endpoint, "");
        }
        catch (ContainerKitException e)
        {
            return (null, e.Message);
        }
    }
}
