using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>An engine whose socket is here and whose ports are not, as behind <c>ssh -NL</c> or a socket that is mounted into a container.</summary>
public sealed class PublishedHostTests : EngineTest
{
    private const string Server = "mkdir /www; echo up > /www/index.html; exec httpd -f -p 80 -h /www";

    [DockerFact]
    public async Task Published_ports_of_an_engine_behind_a_forwarded_socket_are_reached_at_PublishedHost()
    {
        var host = OwnAddress();
        await using var forwarder = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(forwarder.Options with { PublishedHost = host });

        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", Server) with { Publish = [80], Wait = Wait.ForHttp(80, "/") }).On(engine).ExecuteAsync(Token);

        var address = await container.GetPublishedPortAsync(80, Token);
        address.Host.Should().Be(host);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{address}/"), Token)).Should().Be("up\n");
        (await InspectAsync(container.Id)).GetProperty("NetworkSettings").GetProperty("Ports").GetProperty("80/tcp")[0].GetProperty("HostIp").GetString()
            .Should().NotBe("127.0.0.1", "the loopback of the engine's host is out of reach");
        (await engine.ConnectAsync(Token)).IsLocal.Should().BeFalse();
    }

    private static string OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        // First a card that leads somewhere; where none does, the engine's own bridge is one.
        .OrderByDescending(card => card.GetIPProperties().GatewayAddresses.Count)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address)
        .First(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)).ToString();
}
