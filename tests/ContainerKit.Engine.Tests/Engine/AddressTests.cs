namespace ContainerKit.Engine.Tests.Engine;

/// <summary>Addresses of the engine's socket, with the Docker CLI as the reference.</summary>
public sealed class AddressTests : EngineTest
{
    [DockerFact]
    public async Task Socket_with_special_characters_in_its_path_is_used_as_by_the_Docker_CLI()
    {
        var standard = (await DockerEngine.Default.ConnectAsync(Token)).Endpoint;
        Assert.SkipUnless(standard.StartsWith("unix://", StringComparison.Ordinal), "The engine of this test run has no socket.");
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a#b.sock", "a?b.sock", "a%20b.sock", "a b.sock", "me@ä.sock" })
        {
            File.CreateSymbolicLink(folder.At(name), standard["unix://".Length..]);
            var address = "unix://" + folder.At(name);
            await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri(address) });

            (await engine.ConnectAsync(Token)).Endpoint.Should().Be(address);

            (await engine.PingAsync(Token)).ApiVersion!.ToString()
                .Should().Be(await DockerCli.GetOutputAsync("-H", address, "version", "--format", "{{.Server.APIVersion}}"));
        }
    }
}
