using System.Net;

namespace ContainerKit.Services.Tests;

public sealed class NginxTests : ServiceTest
{
    [EngineFact]
    public async Task HttpClient_gets_the_pages_and_so_does_another_container()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        var pages = new Dictionary<string, string> { ["v1/price.json"] = """{ "price": 7 }""" };
        await using var web = await Nginx.Run(new NginxSpec { Container = Spec() with { Networks = [network] }, Pages = pages }).ExecuteAsync(Token);

        using var http = new HttpClient { BaseAddress = new Uri(web.ConnectionString) };
        (await http.GetStringAsync(new Uri("v1/price.json", UriKind.Relative), Token)).Should().Be(pages["v1/price.json"]);
        (await http.GetStringAsync((Uri?)null, Token)).Should().Contain("Welcome to nginx!");
        (await http.GetAsync(new Uri("none", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);

        var inside = await AskFromInsideAsync(network, Busybox, "timeout", "10", "wget", "-q", "-O", "-", web.InternalConnectionString + "v1/price.json");
        inside.Should().Be(pages["v1/price.json"]);
    }
}
