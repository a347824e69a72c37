using System.Globalization;
using System.Net;

namespace ContainerKit.Services.Tests;

public sealed class NginxTests : ServiceTest
{
    [DockerFact]
    public async Task Nginx_serves_its_pages_to_HttpClient_and_to_another_container()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        var pages = new Dictionary<string, string> { ["v1/price.json"] = """{ "price": 7 }""" };
        await using var web = await Nginx.Run(
            new NginxSpec { Container = Spec() with { Networks = [network] }, Pages = pages }).ExecuteAsync(Token);

        using var http = new HttpClient { BaseAddress = new Uri(web.ConnectionString) };
        (await http.GetStringAsync(new Uri("v1/price.json", UriKind.Relative), Token)).Should().Be(pages["v1/price.json"]);
        (await http.GetStringAsync((Uri?)null, Token)).Should().Contain("Welcome to nginx!");
        (await http.GetAsync(new Uri("none", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);

        var inside = await RunInNetworkAsync(network, Busybox, "timeout", "10", "wget", "-q", "-O", "-",
            web.InternalConnectionString + "v1/price.json");
        inside.Should().Be(pages["v1/price.json"]);
    }

    [DockerFact]
    public async Task Nginx_whose_first_start_fails_is_reached_after_the_engine_restarts_it()
    {
        // Each start of the container gets another port on the host.
        const string Script = "[ -e /second ] && exec nginx -g 'daemon off;'; touch /second; sleep 0.5; exit 1";
        await using var web = await Nginx.Run(
            new NginxSpec { Container = Spec("sh", "-c", Script) with { Restart = RestartPolicy.OnFailure } })
            .ExecuteAsync(Token);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(web.ConnectionString), Token)).Should().Contain("Welcome to nginx!");
        (await web.Container.InspectAsync(Token)).RestartCount.Should().BeGreaterThan(0);
    }

    [DockerFact]
    public async Task Refreshing_Nginx_finds_its_port_after_an_external_restart()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var web = await Nginx.Run(new NginxSpec { Container = Spec() }).ExecuteAsync(Token);
        await DockerCli.GetOutputAsync("restart", "--time", "1", web.Container.Id);

        await web.RefreshAsync(Token);
        web.Address.Port.Should().Be(await HostPortAsync(web));

        await web.Container.ConnectAsync(network.As("web"), Token);
        await web.Container.DisconnectAsync("bridge", Token);
        (await web.Container.GetPublishedPortAsync(80, Token)).Port.Should().Be(await HostPortAsync(web));

        static async Task<int> HostPortAsync(Nginx web) =>
            int.Parse((await DockerCli.GetOutputAsync("port", web.Container.Id, "80/tcp")).Trim().Split(':')[^1],
                CultureInfo.InvariantCulture);
    }
}
