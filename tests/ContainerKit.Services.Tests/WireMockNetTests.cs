using System.Net;

namespace ContainerKit.Services.Tests;

public sealed class WireMockNetTests : ServiceTest
{
    private const string Price = """{ "Request": { "Path": "/price" }, "Response": { "BodyAsJson": { "price": 7 } } }""";
    private const string Outage = """{ "Request": { "Path": "/stock" }, "Response": { "StatusCode": 503 } }""";

    [DockerFact]
    public async Task WireMockNet_responds_to_HttpClient_and_another_container_and_records_requests_until_a_reset()
    {
        var spec = new WireMockNetSpec { Mappings = [Price, Outage] };
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var api = await WireMockNet.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() with { Networks = [network] } })
            .ExecuteAsync(Token);

        using var http = new HttpClient { BaseAddress = new Uri(api.ConnectionString) };
        (await http.GetStringAsync(new Uri("price", UriKind.Relative), Token)).Should().Be("""{"price":7}""");
        (await http.GetAsync(new Uri("stock", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        string[] get = ["timeout", "10", "wget", "-q", "-O", "-", api.InternalConnectionString + "price"];
        (await RunInNetworkAsync(network, Busybox, get)).Should().Be("""{"price":7}""");

        (await http.GetStringAsync(new Uri(api.AdminUri, "requests"), Token)).Should().Contain("/stock");
        await api.ResetAsync(Token);
        (await http.GetStringAsync(new Uri(api.AdminUri, "requests"), Token)).Should().NotContain("/stock");
        (await http.GetStringAsync(new Uri("price", UriKind.Relative), Token)).Should().Be("""{"price":7}""");
    }

    [DockerFact]
    public async Task An_invalid_mapping_fails_the_start_of_WireMockNet_and_leaves_no_container()
    {
        var spec = new WireMockNetSpec { Mappings = ["not a mapping"] };
        var plan = WireMockNet.Run(spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() });

        (await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<Exception>())
            .Which.ToString().Should().Contain("not a mapping");
        (await ContainersAsync()).Should().BeEmpty();
    }
}
