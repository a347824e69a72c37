using ContainerKit;
using ContainerKit.Testing;

namespace Suite.Ports;

public sealed class WebServer : ContainerFixture
{
    protected override ContainerPlan Describe() =>
        Image.Pull("nginx:1.22").Run(new ContainerSpec { Publish = [80], Wait = Wait.ForPort(80) });
}

public sealed class WebServerTests(WebServer server) : IClassFixture<WebServer>
{
    [Fact]
    public async Task Web_server_responds()
    {
        var address = await server.Container.GetPublishedPortAsync(80, TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var response = await client.GetAsync($"http://{address}/", TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }
}
