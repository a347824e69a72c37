using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Testing.Tests;

/// <summary>ASP.NET Core applications that use containers.</summary>
public sealed class AspNetCoreTests(AspNetCoreTests.RedisFixture redis) : IClassFixture<AspNetCoreTests.RedisFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task UseContainer_passes_the_address_of_a_container_to_the_application()
    {
        await using var factory = new WebApplicationFactory<Program>()
            .WithWebHostBuilder(builder => builder.UseContainer("ConnectionStrings:Cache", redis.Container, 6379));
        using var client = factory.CreateClient();

        (await client.GetStringAsync("/cache", Token)).Should().Be("+PONG\r\n");
    }

    [DockerFact]
    public async Task UseContainer_writes_an_IPv6_address_in_brackets()
    {
        await using var container = await Image.Pull("busybox")
            .Run(new ContainerSpec("sleep", "infinity") { Publish = ["[::1]::6379"] }).ExecuteAsync(Token);
        var address = await container.GetPublishedPortAsync(6379, Token);
        await using var factory = new WebApplicationFactory<Program>()
            .WithWebHostBuilder(builder => builder.UseContainer("ConnectionStrings:Cache", container, 6379));
        using var client = factory.CreateClient();

        (await client.GetStringAsync("/setting", Token)).Should().Be($"[::1]:{address.Port}");
    }

    [DockerFact]
    public async Task UseContainer_formats_a_connection_string_from_the_address()
    {
        var address = await redis.Container.GetPublishedPortAsync(6379, Token);
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
            builder.UseContainer("ConnectionStrings:Cache", redis.Container, 6379,
                endpoint => $"{endpoint.Host},port={endpoint.Port},ssl=false"));
        using var client = factory.CreateClient();

        (await client.GetStringAsync("/setting", Token)).Should().Be($"{address.Host},port={address.Port},ssl=false");
    }

    [DockerFact]
    public async Task UseContainer_rejects_an_unpublished_port_when_the_application_is_built()
    {
        await using var factory = new WebApplicationFactory<Program>()
            .WithWebHostBuilder(builder => builder.UseContainer("ConnectionStrings:Cache", redis.Container, 6380));

        factory.Invoking(it => it.CreateClient())
            .Should().Throw<InvalidOperationException>().WithMessage("*does not publish 6380/tcp*");
    }

    [DockerFact]
    public async Task A_container_reaches_the_application_under_test()
    {
        await EngineFeatures.RequireAsync(EngineFeature.HostDockerInternal);
        await using var factory = new WebApplicationFactory<Program>();
        factory.UseKestrel(options => options.ListenForContainers());
        factory.StartServer();
        var address = factory.Services.AddressForContainers();
        address.Host.Should().Be("host.docker.internal");

        var page = await Image.Pull("busybox")
            .Run(new ContainerSpec("wget", "-q", "-O-", address.ToString()) { HostGatewayAlias = address.Host })
            .Output().ExecuteAsync(Token);

        page.Should().Be("the application under test");
    }

    [DockerFact]
    public async Task AddressForContainers_of_an_unreachable_application_throws_with_a_remedy()
    {
        await using var inMemory = new WebApplicationFactory<Program>();
        inMemory.Invoking(it => it.Services.AddressForContainers())
            .Should().Throw<InvalidOperationException>().WithMessage("*ListenForContainers*");

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var local = builder.Build();
        await local.StartAsync(Token);
        local.Invoking(it => it.Services.AddressForContainers("host"))
            .Should().Throw<InvalidOperationException>().WithMessage("*listens on http://127.0.0.1:*");
    }

    public sealed class RedisFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() =>
            Image.Pull("redis:7").Run(new ContainerSpec { Publish = [6379], Wait = Wait.ForPort(6379) });
    }
}
