namespace ContainerKit.Engine.Tests.Support;

/// <summary>Whether there is an engine to test on. Asked once.</summary>
internal static class EngineCheck
{
    private static readonly Lazy<Task<string?>> _missing = new(AskAsync);

    /// <summary>Skips the test where no engine answers; fails it where the environment promised one.</summary>
    public static async ValueTask RequireAsync()
    {
        if (await _missing.Value is not { } reason) return;
        if (Environment.GetEnvironmentVariable("CONTAINERKIT_ENGINE") == "promised") Assert.Fail("An engine was promised, but: " + reason);
        Assert.Skip(reason);
    }

    private static async Task<string?> AskAsync()
    {
        try
        {
            await DockerEngine.Default.ConnectAsync();
            return null;
        }
        catch (EngineUnavailableException e)
        {
            return e.Message;
        }
    }
}
