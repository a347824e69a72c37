using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>
/// An engine with a local socket and remote ports, such as behind <c>ssh -NL</c> or with a socket that is mounted into
/// a container.
/// </summary>
public sealed class PublishedHostTests : EngineTest
{
    private const string Server = "mkdir /www; echo up > /www/index.html; exec httpd -f -p 80 -h /www";

    [DockerFact]
    public async Task Published_ports_of_an_engine_behind_a_forwarded_socket_are_reached_at_PublishedHost()
    {
        var host = GetHostAddress();
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options with { PublishedHost = host });

        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", Server) with { Publish = [80], Wait = Wait.ForHttp(80, "/") }).On(engine).ExecuteAsync(Token);

        var address = await container.GetPublishedPortAsync(80, Token);
        address.Host.Should().Be(host);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{address}/"), Token)).Should().Be("up\n");
        (await InspectAsync(container.Id)).GetProperty("NetworkSettings")
            .GetProperty("Ports").GetProperty("80/tcp")[0].GetProperty("HostIp").GetString()
            .Should().NotBe("127.0.0.1", "the loopback address of the engine's host is unreachable");
        (await engine.ConnectAsync(Token)).IsLocal.Should().BeFalse();
    }

    private static string GetHostAddress() => NetworkInterface.GetAllNetworkInterfaces()
        // Prefers an interface with a gateway. Without one, the bridge of the engine is used.
        .OrderByDescending(adapter => adapter.GetIPProperties().GatewayAddresses.Count)
        .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses).Select(address => address.Address)
        .First(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)).ToString();
}
