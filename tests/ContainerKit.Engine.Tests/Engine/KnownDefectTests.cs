namespace ContainerKit.Engine.Tests.Engine;

/// <summary>Regression tests for defects of other libraries when they discover an engine.</summary>
public sealed class KnownDefectTests : EngineTest
{
    [DockerFact]
    public async Task DOCKER_CONTEXT_is_not_ignored_when_the_default_socket_exists()
    {
        await using var proxy = await EngineProxy.StartAsync();
        using var folder = new TemporaryFolder();
        using var variables =
            new EnvironmentScope(("DOCKER_CONFIG", folder.Path), ("DOCKER_HOST", null), ("DOCKER_CONTEXT", null));
        await DockerCli.GetOutputAsync("context", "create", "chosen", "--docker", $"host={proxy.Options.Endpoint!.OriginalString}");
        using var context = new EnvironmentScope(("DOCKER_CONTEXT", "chosen"));
        await using var engine = new DockerEngine();

        (await engine.ConnectAsync(Token)).Endpoint.ToString().Should().Be(proxy.Options.Endpoint!.OriginalString);

        proxy.Pings.Should().Be(1);
    }
}
