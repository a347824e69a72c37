using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace Suite.Ports;

public sealed class WebServer : IAsyncLifetime
{
    private readonly IContainer _container = new ContainerBuilder("nginx:1.22")
        .WithPortBinding(80, true)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilInternalTcpPortIsAvailable(80))
        .Build();

    public Uri Address => new UriBuilder("http", _container.Hostname, _container.GetMappedPublicPort(80)).Uri;

    public async ValueTask InitializeAsync() => await _container.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}

public sealed class WebServerTests(WebServer server) : IClassFixture<WebServer>
{
    [Fact]
    public async Task Web_server_responds()
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(server.Address, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }
}
