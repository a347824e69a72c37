namespace ContainerKit.Services.Tests;

/// <summary>
/// The base class for tests of a service, with its driver on this machine and from another container on a network.
/// </summary>
public abstract class ServiceTest : EngineTest
{
    /// <summary>A password with characters that are special in connection strings, shells and SQL.</summary>
    protected const string OddPassword = "a;b=\"c' \\ü$x";

    /// <summary>Runs a command in another container on the network, and returns its output.</summary>
    protected static Task<string> RunInNetworkAsync(Network network, string image, params string[] command) =>
        RunInNetworkAsync(network, image, new Dictionary<string, string>(), command);

    /// <inheritdoc cref="RunInNetworkAsync(Network, string, string[])"/>
    protected static Task<string> RunInNetworkAsync(Network network, string image,
        Dictionary<string, string> variables, params string[] command) =>
        Image.Pull(image).Run(new ContainerSpec(command) { Environment = variables, Networks = [network] }).Output()
            .ExecuteAsync(Token);

    /// <summary>
    /// Pulls an image, and returns its name. Skips the test if it cannot be pulled. The registry that eng/up.sh starts
    /// stands in for Docker Hub; an image of another registry has the same repository there.
    /// </summary>
    protected static async Task<string> RequireImageAsync(string image)
    {
        var registry = Environment.GetEnvironmentVariable("CONTAINERKIT_REGISTRY");
        if (!string.IsNullOrEmpty(registry) && image.Split('/') is [var host, _, ..] && host.Contains('.', StringComparison.Ordinal))
            image = registry + image[host.Length..];
        try
        {
            await Image.Pull(image).ExecuteAsync(Token);
        }
        catch (ContainerKitException error) when (error is not EngineUnavailableException)
        {
            Assert.Skip($"The image {image} cannot be pulled, so its service is not tested. {error.Message}");
        }

        return image;
    }
}
