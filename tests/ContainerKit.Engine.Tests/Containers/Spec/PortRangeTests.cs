namespace ContainerKit.Engine.Tests.Containers.Spec;

public sealed class PortRangeTests : EngineTest
{
    [DockerFact]
    public async Task Port_range_is_published_port_by_port()
    {
        var firstPort = FreePort.FindTwo();

        await using var container = await RunAsync($"{firstPort}-{firstPort + 1}:80-81");

        (await container.GetPublishedPortAsync(80, Token)).Should().Be(new PortAddress("127.0.0.1", firstPort));
        (await container.GetPublishedPortAsync(81, Token)).Should().Be(new PortAddress("127.0.0.1", firstPort + 1));
        (await DockerCli.GetOutputAsync("port", container.Id, "81/tcp")).Should().Be($"127.0.0.1:{firstPort + 1}");
    }

    [DockerFact]
    public async Task Container_port_range_without_host_ports_gets_free_host_ports()
    {
        await using var container = await RunAsync("80-82/udp");

        (await container.InspectAsync(Token)).Ports.Select(port => (port.ContainerPort, port.Protocol))
            .Should().BeEquivalentTo([(80, PortProtocol.Udp), (81, PortProtocol.Udp), (82, PortProtocol.Udp)]);
    }

    [DockerFact]
    [Requires(EngineFeature.HostPortRanges)]
    public async Task Container_port_with_a_host_port_range_gets_a_free_port_of_that_range()
    {
        var firstPort = FreePort.FindTwo();

        await using var first = await RunAsync($"{firstPort}-{firstPort + 1}:80");
        await using var second = await RunAsync($"{firstPort}-{firstPort + 1}:80");

        int[] hostPorts =
            [(await first.GetPublishedPortAsync(80, Token)).Port, (await second.GetPublishedPortAsync(80, Token)).Port];
        hostPorts.Should().BeEquivalentTo([firstPort, firstPort + 1]);
    }

    [DockerFact]
    public async Task PublishAll_publishes_all_exposed_ports_on_the_loopback_address()
    {
        var image = await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Commit(Unique("exposes"), new CommitOptions { Changes = ["EXPOSE 80", "EXPOSE 53/udp"] });
        var port = FreePort.Find();

        await using var container =
            await image.RunAsync(Spec("sleep", "infinity") with { PublishAll = true, Publish = [$"{port}:80"] }, Token);

        var published = (await DockerCli.GetOutputAsync("port", container.Id)).Split('\n', StringSplitOptions.TrimEntries);
        published.Should().HaveCount(2).And.Contain($"80/tcp -> 127.0.0.1:{port}").And.ContainMatch("53/udp -> 127.0.0.1:*");
        (await container.GetPublishedPortAsync(53, PortProtocol.Udp, Token)).Host.Should().Be("127.0.0.1");
        published.Should().OnlyContain(line => !line.EndsWith(":0", StringComparison.Ordinal));
    }

    private async Task<Container> RunAsync(params PublishedPort[] ports) =>
        await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Publish = ports }).ExecuteAsync(Token);
}
