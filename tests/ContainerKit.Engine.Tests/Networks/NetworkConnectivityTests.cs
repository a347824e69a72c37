using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Networks;

/// <summary>Tests which containers and hosts reach each other, and by which names and addresses.</summary>
public sealed class NetworkConnectivityTests : EngineTest
{
    [DockerFact]
    public async Task Containers_on_a_network_reach_each_other_by_name_and_by_alias()
    {
        await using var network = await Network.Create();
        await using var web = await Image.Pull(Busybox)
            .Run(Serving("hello") with { Name = Unique("web"), Networks = [network.As("shop", "www.example")] });
        await using var client = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] });

        foreach (var name in (string[])[web.Name, "shop", "www.example"]) (await FetchAsync(client, name)).Should().Be("hello");

        var member = (await network.InspectAsync(Token)).Containers.Should().HaveCount(2)
            .And.Contain(member => member.Name == web.Name).Which;
        member.Should().BeEquivalentTo(new { ContainerId = web.Id, IPv4Address = (await web.InspectAsync(Token)).Addresses[network.Name] });
        member.MacAddress!.GetAddressBytes().Should().HaveCount(6);
        member.ToString().Should().Be($"{web.Name}: {member.IPv4Address}");
    }

    [DockerFact]
    public async Task Container_on_several_networks_has_a_separate_alias_on_each()
    {
        await using var front = await Network.Create();
        await using var back = await Network.Create();
        await using var web = await Image.Pull(Busybox).Run(Serving("hello") with { Networks = [front.As("outer"), back.As("inner")] });
        await using var visitor = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [front] });
        await using var db = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [back] });

        (await FetchAsync(visitor, "outer")).Should().Be("hello");
        (await FetchAsync(db, "inner")).Should().Be("hello");
        (await ResolvesAsync(visitor, "inner")).Should().BeFalse();
        (await ResolvesAsync(visitor, db.Name)).Should().BeFalse();
        (await web.InspectAsync(Token)).Addresses.Keys.Should().BeEquivalentTo(front.Name, back.Name);
    }

    [DockerFact]
    public async Task Running_container_can_be_connected_to_and_disconnected_from_networks()
    {
        await using var network = await Network.Create();
        await using var web = await Image.Pull(Busybox).Run(Serving("hello"));
        await using var client = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Connect(network);

        await web.ConnectAsync(network.As("late"), Token);
        (await FetchAsync(client, "late")).Should().Be("hello");

        await network.DisconnectAsync(web, Token);
        (await ResolvesAsync(client, "late")).Should().BeFalse();
        await network.ConnectAsync(web, Token);
        (await FetchAsync(client, web.Name)).Should().Be("hello");
        await web.DisconnectAsync("bridge", Token);
        (await web.InspectAsync(Token)).Addresses.Keys.Should().Equal(network.Name);

        await FluentActions.Awaiting(() => web.ConnectAsync(network, Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage($"Could not connect {web} to network {network.Name}*");
        await FluentActions.Awaiting(() => web.DisconnectAsync("bridge", Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage($"Could not disconnect {web} from network bridge*");
        await FluentActions.Awaiting(() => web.ConnectAsync(Unique("none"), Token)).Should().ThrowAsync<NetworkNotFoundException>();
        await client.RemoveAsync(Token);
        await FluentActions.Awaiting(() => client.ConnectAsync(network, Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Network_attachment_accepts_fixed_IP_and_MAC_addresses()
    {
        await using var first = await DockerEngine.Default.CreateNetworkAsync(
            new NetworkSpec { Name = Unique("first"), Subnets = ["10.213.42.0/24", "fd00:c0de:2::/64"] }, Token);
        await using var second = await DockerEngine.Default.CreateNetworkAsync(
            new NetworkSpec { Name = Unique("second"), Subnets = ["10.213.43.0/24"] }, Token);
        var ipv4 = IPAddress.Parse("10.213.42.77");
        var ipv6 = IPAddress.Parse("fd00:c0de:2::77");
        var other = IPAddress.Parse("10.213.43.88");
        var mac = PhysicalAddress.Parse("02:42:0a:0b:0c:0d");

        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            Networks =
            [
                first.As("fixed") with { IPv4Address = ipv4, IPv6Address = ipv6, MacAddress = mac },
                second.As() with { IPv4Address = other },
            ],
        });

        var networks = (await InspectAsync(container.Id)).GetProperty("NetworkSettings").GetProperty("Networks");
        networks.GetProperty(first.Name).GetProperty("IPAddress").GetString().Should().Be(ipv4.ToString());
        networks.GetProperty(first.Name).GetProperty("GlobalIPv6Address").GetString().Should().Be(ipv6.ToString());
        networks.GetProperty(first.Name).GetProperty("MacAddress").GetString().Should().Be("02:42:0a:0b:0c:0d");
        networks.GetProperty(second.Name).GetProperty("IPAddress").GetString().Should().Be(other.ToString());
        (await first.InspectAsync(Token)).Containers.Single()
            .Should().BeEquivalentTo(new { IPv4Address = ipv4, IPv6Address = ipv6, MacAddress = mac });
    }

    [DockerFact]
    public async Task IPv6_network_without_a_subnet_gives_containers_reachable_IPv6_addresses()
    {
        await using var network = await DockerEngine.Default.CreateNetworkAsync(new NetworkSpec { IPv6 = true }, Token);
        await using var web = await Image.Pull(Busybox).Run(Serving("six") with { Networks = [network.As("web")] });
        await using var client = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] });

        var address = (await network.InspectAsync(Token)).Containers.Single(member => member.ContainerId == web.Id).IPv6Address!;

        address.AddressFamily.Should().Be(AddressFamily.InterNetworkV6);
        (await FetchAsync(client, $"[{address}]")).Should().Be("six");
    }

    [DockerFact]
    public async Task Internal_network_has_no_external_connectivity()
    {
        // The DNS server of the engine is outside the network; the content of its response does not matter.
        const string Server = "$(sed -n 's/^nameserver //p' /etc/resolv.conf | head -1)";
        var server = (await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo " + Server)).Output()).Trim();
        await using var network = await DockerEngine.Default.CreateNetworkAsync(new NetworkSpec { Internal = true }, Token);
        await using var inside = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] });
        await using var outside = await Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

        // Single queries may get lost; one response proves that there is a connection.
        var (isConnected, attempts) = (false, 0);
        while (!isConnected && attempts++ < 10) isConnected = await QueriesDnsAsync(outside);
        Assert.SkipUnless(isConnected, "This machine has no external connectivity, so the test cannot show that the network blocks it.");
        (await QueriesDnsAsync(inside)).Should().BeFalse();

        async Task<bool> QueriesDnsAsync(Container container) =>
            (await container.ExecAsync(
                new ExecSpec("timeout", "2", "nslookup", "example.com", server) { AllowedExitCodes = ExitCodes.Any }, Token))
                .Stdout.Contains("Address", StringComparison.Ordinal);
    }

    [DockerFact]
    [Requires(EngineFeature.HostGateway, EngineFeature.HostNetwork)]
    public async Task Container_reaches_its_host_by_the_host_gateway_alias()
    {
        await using var network = await Network.Create();
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            Networks = [network],
            HostGatewayAlias = "host.docker.internal",
            ExtraHosts = new Dictionary<string, IPAddress> { ["elsewhere"] = IPAddress.Parse("192.0.2.7") },
        });
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var serving = ServeAsync();

        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var result = await container.ExecAsync(["sh", "-c", $"nc host.docker.internal {port} < /dev/null"], Token);

        result.Stdout.Should().Be("from the host");
        await serving;
        (await container.ExecAsync(["cat", "/etc/hosts"], Token)).Stdout.Should().Contain("192.0.2.7\telsewhere");

        async Task ServeAsync()
        {
            using var client = await listener.AcceptTcpClientAsync(Token);
            await client.GetStream().WriteAsync("from the host"u8.ToArray(), Token);
        }
    }

    [DockerFact]
    public async Task Network_modes_host_none_and_container_match_the_Docker_CLI()
    {
        await using var web = await Image.Pull(Busybox).Run(Serving("shared"));

        (await ModeAsync(NetworkAttachment.Host)).Should().Be("host");
        (await ModeAsync("none")).Should().Be("none");
        (await ModeAsync("container:" + web.Name)).Should().StartWith("container:");
        await using var neighbor = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Networks = [web.ShareNetwork()] });
        (await FetchAsync(neighbor, "localhost")).Should().Be("shared");

        async Task<string?> ModeAsync(NetworkAttachment network)
        {
            await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] });
            return (await InspectAsync(container.Id)).GetProperty("HostConfig").GetProperty("NetworkMode").GetString();
        }
    }

    private ContainerSpec Serving(string text) =>
        Spec("sh", "-c", $"mkdir /www && printf {text} > /www/index.html && exec httpd -f -h /www");

    // The server may not listen yet.
    private static async Task<string> FetchAsync(Container container, string host) =>
        (await container.ExecAsync(["sh", "-c", $"until wget -qO- http://{host}/ 2>/dev/null; do sleep 0.05; done"], Token)).Stdout;

    private static async Task<bool> ResolvesAsync(Container container, string name) =>
        (await container.ExecAsync(new ExecSpec("nslookup", name) { AllowedExitCodes = ExitCodes.Any }, Token)).ExitCode == 0;
}
