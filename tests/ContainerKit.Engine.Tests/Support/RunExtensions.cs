namespace ContainerKit.Engine.Tests.Support;

internal static class RunExtensions
{
    /// <summary>Waits for the process of a container that is about to run, gives its output, and removes the container.</summary>
    public static async Task<string> ThenOutputAsync(this Task<Container> running)
    {
        await using var container = await running;
        return (await container.ToCompletionAsync(TestContext.Current.CancellationToken)).Stdout;
    }
}
