namespace ContainerKit.Engine.Tests.Verbs.Runs;

public sealed class PortRangeTests : EngineTest
{
    [DockerFact]
    public async Task A_range_of_ports_is_published_port_for_port()
    {
        var first = FreePort.FindTwo();

        await using var container = await RunAsync($"{first}-{first + 1}:80-81");

        (await container.GetPublishedPortAsync(80, Token)).Should().Be(new PortAddress("127.0.0.1", first));
        (await container.GetPublishedPortAsync(81, Token)).Should().Be(new PortAddress("127.0.0.1", first + 1));
        (await DockerCli.AskAsync("port", container.Id, "81/tcp")).Should().Be($"127.0.0.1:{first + 1}");
    }

    [DockerFact]
    public async Task A_range_inside_gets_free_ports_on_the_host()
    {
        await using var container = await RunAsync("80-82/udp");

        (await container.InspectAsync(Token)).Ports.Select(port => (port.ContainerPort, port.Protocol))
            .Should().BeEquivalentTo([(80, PortProtocol.Udp), (81, PortProtocol.Udp), (82, PortProtocol.Udp)]);
    }

    [DockerFact]
    public async Task One_port_is_published_on_a_free_one_of_a_range()
    {
        var first = FreePort.FindTwo();

        await using var one = await RunAsync($"{first}-{first + 1}:80");
        await using var two = await RunAsync($"{first}-{first + 1}:80");

        int[] taken = [(await one.GetPublishedPortAsync(80, Token)).Port, (await two.GetPublishedPortAsync(80, Token)).Port];
        taken.Should().BeEquivalentTo([first, first + 1]);
    }

    [DockerFact]
    public async Task All_ports_of_the_image_are_published_on_the_loopback_address()
    {
        var image = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Commit(Unique("exposes"), new CommitOptions { Changes = ["EXPOSE 80 53/udp"] });
        var port = FreePort.Find();

        await using var container = await image.RunAsync(Spec("sleep", "infinity") with { PublishAll = true, Publish = [$"{port}:80"] }, Token);

        var published = (await DockerCli.AskAsync("port", container.Id)).Split('\n', StringSplitOptions.TrimEntries);
        published.Should().HaveCount(2).And.Contain($"80/tcp -> 127.0.0.1:{port}").And.ContainMatch("53/udp -> 127.0.0.1:*");
        (await container.GetPublishedPortAsync(53, PortProtocol.Udp, Token)).Host.Should().Be("127.0.0.1");
        published.Should().OnlyContain(line => !line.EndsWith(":0", StringComparison.Ordinal));
    }

    private async Task<Container> RunAsync(params PublishedPort[] ports) =>
        await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Publish = ports }).ExecuteAsync(Token);
}
