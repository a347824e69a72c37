namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Published ports, tested with a web server.</summary>
public sealed class NginxTests : EngineTest
{
    [DockerFact]
    public async Task Published_port_of_a_web_server_responds()
    {
        await using var container = await Image.Pull("nginx:1.22").Run(Spec() with { Publish = [80] });

        (await GetAsync(container)).Should().Contain("nginx");
    }

    [DockerFact]
    public async Task Published_port_is_looked_up_again_after_a_stop_and_a_start()
    {
        await using var container = await Image.Pull("nginx:1.22").Run(Spec() with { Publish = [80] });
        await GetAsync(container);
        await container.StopAsync(TimeSpan.Zero, Token);

        var stopped = await FluentActions.Awaiting(() => container.GetPublishedPortAsync(80, Token))
            .Should().ThrowAsync<InvalidOperationException>();
        stopped.Which.Message.Should().Contain("is not running");

        await container.StartAsync(Token);
        (await GetAsync(container)).Should().Contain("nginx");
    }

    [DockerFact]
    public async Task Getting_an_unpublished_port_throws_with_the_published_ports_and_a_hint()
    {
        await using var container = await Image.Pull("nginx:1.22").Run(Spec() with { Publish = [80] });

        var failure = await FluentActions.Awaiting(() => container.GetPublishedPortAsync(443, Token))
            .Should().ThrowAsync<InvalidOperationException>();

        failure.Which.Message.Should().Contain("443/tcp")
            .And.Contain(":80").And.Contain("ContainerSpec.Publish").And.Contain(container.Name);
        (await container.GetPublishedPortAsync(80, Token)).Port.Should().BeGreaterThan(0);
    }

    [DockerFact]
    public async Task Port_is_published_for_its_own_protocol_only()
    {
        await using var container = await Image.Pull("nginx:1.22").Run(Spec() with { Publish = [80] });

        await FluentActions.Awaiting(() => container.GetPublishedPortAsync(80, PortProtocol.Udp, Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*80/udp*");
    }

    /// <summary>Gets the front page as soon as the server responds.</summary>
    internal static async Task<string> GetAsync(Container container)
    {
        var address = await container.GetPublishedPortAsync(80, Token);
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                return await http.GetStringAsync($"http://{address}/", Token);
            }
            catch (HttpRequestException) when (!Token.IsCancellationRequested)
            {
                await Task.Delay(20, Token);
            }
        }
    }
}
