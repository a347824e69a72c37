using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.Containers.Spec;

public sealed class PortTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.HostNetwork)]
    public async Task Port_in_the_network_of_the_host_is_a_port_of_the_host()
    {
        var port = FreePort.Find();
        await using var container = await Image.Pull(Busybox).Run(Spec("httpd", "-f", "-p", $"127.0.0.1:{port}") with
        {
            Networks = [NetworkAttachment.Host],
            Wait = Wait.ForPort(port),
        });

        var expected = new PortAddress("127.0.0.1", port);
        (await container.GetPublishedPortAsync(port, Token)).Should().Be(expected);
        (await container.GetPublishedPortAsync(port, PortProtocol.Udp, Token)).Should().Be(expected, "each port is one of the host");
        (await container.GetPublishedPortAsync(port, PortProtocol.Sctp, Token)).Should().Be(expected);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(PortProtocol.Tcp)]
    [InlineData(PortProtocol.Udp)]
    [Requires(EngineFeature.HostNetwork)]
    public async Task Port_of_a_paused_container_is_that_of_a_running_one_in_each_network(PortProtocol protocol)
    {
        await using var host = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [NetworkAttachment.Host] });
        await using var published = await RunAsync(new PublishedPort(80) { Protocol = protocol });
        var expected = await published.GetPublishedPortAsync(80, protocol, Token);
        await host.PauseAsync(Token);
        await published.PauseAsync(Token);

        (await host.GetPublishedPortAsync(80, protocol, Token)).Port.Should().Be(80);
        (await published.GetPublishedPortAsync(80, protocol, Token)).Should().Be(expected);
        await FluentActions.Awaiting(() => published.GetPublishedPortAsync(81, protocol, Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*does not publish 81/*it publishes*");
    }

    [DockerFact]
    public async Task Port_of_a_container_in_another_network_namespace_is_refused_with_the_right_advice()
    {
        await using var owner = await SleeperAsync();
        await using var shared = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [owner.ShareNetwork()] });
        await using var isolated = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Networks = [NetworkAttachment.None] });

        await FluentActions.Awaiting(() => shared.GetPublishedPortAsync(80, Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*Publish the port on that container*");
        await FluentActions.Awaiting(() => isolated.GetPublishedPortAsync(80, Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*network 'none'*");
    }

    [DockerFact]
    public async Task Port_is_published_on_the_loopback_address_and_a_free_host_port()
    {
        await using var container = await RunAsync(80);

        var binding = (await BindingsAsync(container, "80/tcp")).Should().ContainSingle().Subject;
        binding.Address.Should().Be("127.0.0.1");
        binding.Port.Should().BeGreaterThan(0);
        (await container.GetPublishedPortAsync(80, Token)).Should().Be(new PortAddress("127.0.0.1", binding.Port));
    }

    [DockerFact]
    public async Task Host_port_can_be_chosen()
    {
        var port = FreePort.Find();

        await using var container = await RunAsync($"{port}:80");

        (await BindingsAsync(container, "80/tcp")).Should().Equal(("127.0.0.1", port));
        (await container.GetPublishedPortAsync(80, Token)).Port.Should().Be(port);
    }

    [DockerFact]
    public async Task One_container_port_can_be_published_on_two_host_ports()
    {
        var (first, second) = (FreePort.Find(), FreePort.Find());

        await using var container = await RunAsync($"{first}:80", $"{second}:80");

        (await BindingsAsync(container, "80/tcp")).Should().BeEquivalentTo([("127.0.0.1", first), ("127.0.0.1", second)]);
        (await container.InspectAsync(Token)).Ports.Select(port => port.HostPort).Should().BeEquivalentTo([first, second]);
    }

    [DockerFact]
    public async Task Port_is_published_on_all_addresses_only_on_request()
    {
        await using var container = await RunAsync("0.0.0.0::80");

        (await BindingsAsync(container, "80/tcp")).Should().Contain(binding => binding.Address == "0.0.0.0");
        (await container.GetPublishedPortAsync(80, Token)).Host.Should().Be("127.0.0.1");
    }

    [DockerFact]
    public async Task Several_ports_can_be_published()
    {
        await using var container = await RunAsync(80, 443, new PublishedPort(8080, HostAddress: IPAddress.Loopback));

        (await container.InspectAsync(Token)).Ports.Select(port => port.ContainerPort).Should().BeEquivalentTo([80, 443, 8080]);
    }

    [DockerFact]
    public async Task Exposed_ports_are_not_published_by_default()
    {
        await using var container = await Image.Pull("nginx:1.22").Run(Spec());

        // The image exposes port 80.
        (await container.InspectAsync(Token)).Ports.Should().BeEmpty();
    }

    private async Task<Container> RunAsync(params PublishedPort[] ports) =>
        await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Publish = ports }).ExecuteAsync(Token);

    private static async Task<IReadOnlyList<(string Address, int Port)>> BindingsAsync(Container container, string port)
    {
        var bindings = (await InspectAsync(container.Id)).GetProperty("NetworkSettings").GetProperty("Ports").GetProperty(port);
        return [.. bindings.EnumerateArray().Select(Read)];

        static (string, int) Read(JsonElement binding) =>
            (binding.GetProperty("HostIp").GetString()!,
                int.Parse(binding.GetProperty("HostPort").GetString()!, CultureInfo.InvariantCulture));
    }
}
