using ContainerKit.Cleanup;

namespace ContainerKit.Services.Tests;

/// <summary>A test of a service: from this machine by its driver, and from another container on a network.</summary>
public abstract class ServiceTest : EngineTest
{
    /// <summary>What connection strings, shells and SQL take for something else where it is not written with care.</summary>
    protected const string OddPassword = "a;b=\"c' \\ü$x";

    /// <summary>A network of this test's own.</summary>
    protected async Task<TestNetwork> NetworkAsync()
    {
        var name = Unique("net");
        await DockerCommand.AskAsync("network", "create", "--label", $"{OwnLabels.Session}={OwnLabels.SessionId}", name);
        return new TestNetwork(name);
    }

    /// <summary>What a command in another container on the network writes.</summary>
    protected static Task<string> AskFromInsideAsync(TestNetwork network, string image, params string[] command) =>
        AskFromInsideAsync(network, image, new Dictionary<string, string>(), command);

    /// <inheritdoc cref="AskFromInsideAsync(TestNetwork, string, string[])"/>
    protected static Task<string> AskFromInsideAsync(TestNetwork network, string image, Dictionary<string, string> variables, params string[] command) =>
        Image.Pull(image).Run(network.Join(new ContainerSpec(command) { Environment = variables })).Output().ExecuteAsync(Token);

    /// <summary>Removed when it is disposed.</summary>
    protected sealed class TestNetwork(string name) : IAsyncDisposable
    {
        public ContainerSpec Join(ContainerSpec spec) => spec with { Customize = request => request.HostConfig!.NetworkMode = name };

        public async ValueTask DisposeAsync() => await DockerCommand.AskAsync("network", "rm", name);
    }
}
