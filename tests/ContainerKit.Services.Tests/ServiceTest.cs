namespace ContainerKit.Services.Tests;

/// <summary>A test of a service: from this machine by its driver, and from another container on a network.</summary>
public abstract class ServiceTest : EngineTest
{
    /// <summary>What connection strings, shells and SQL take for something else where it is not written with care.</summary>
    protected const string OddPassword = "a;b=\"c' \\ü$x";

    /// <summary>What a command in another container on the network writes.</summary>
    protected static Task<string> AskFromInsideAsync(Network network, string image, params string[] command) =>
        AskFromInsideAsync(network, image, new Dictionary<string, string>(), command);

    /// <inheritdoc cref="AskFromInsideAsync(Network, string, string[])"/>
    protected static Task<string> AskFromInsideAsync(Network network, string image, Dictionary<string, string> variables, params string[] command) =>
        Image.Pull(image).Run(new ContainerSpec(command) { Environment = variables, Networks = [network] }).Output().ExecuteAsync(Token);
}
