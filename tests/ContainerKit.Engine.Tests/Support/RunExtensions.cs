namespace ContainerKit.Engine.Tests.Support;

/// <summary>Extensions of a running container.</summary>
internal static class RunExtensions
{
    /// <summary>Waits for the exit of a container, returns its standard output, and removes the container.</summary>
    public static async Task<string> ThenOutputAsync(this Task<Container> run)
    {
        await using var container = await run;
        return (await container.ToCompletionAsync(TestContext.Current.CancellationToken)).Stdout;
    }
}
