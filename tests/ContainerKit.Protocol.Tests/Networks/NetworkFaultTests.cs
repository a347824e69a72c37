using System.Net.NetworkInformation;
using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Networks;

/// <summary>Networks and volumes on an engine that loses responses, is older or newer, or releases resources slowly.</summary>
public sealed class NetworkFaultTests : ProtocolTest
{
    private const string NetworkId = "feed0123456789feed0123456789feed0123456789feed0123456789feed0123";

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(20) };

    [Fact(Timeout = 30_000)]
    public async Task A_network_whose_create_got_no_response_is_found_by_its_label_and_removed()
    {
        var label = "";
        Script.On("POST /networks/create", exchange =>
        {
            label = Label(exchange);
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /networks", exchange => exchange.JsonAsync(
            200, $$"""[{ "Id": "{{NetworkId}}", "Labels": { "containerkit.create": "{{label}}" } }]"""));
        Script.On("DELETE /networks/*", exchange => exchange.EmptyAsync());

        var failure = await FluentActions.Awaiting(() => Network.Create("app").On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.RemovedResources.Should().Equal("network app (feed01234567)");
        Script.Requests.Single(request => request.Path == "/networks").Query.Should().Contain($"containerkit.create={label}");
        Script.Requests[^1].ToString().Should().Be($"DELETE /networks/{NetworkId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_volume_whose_create_got_no_response_is_found_by_its_label_and_removed()
    {
        var label = "";
        Script.On("POST /volumes/create", exchange =>
        {
            label = Label(exchange);
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /volumes", exchange => exchange.JsonAsync(
            200, $$"""{ "Volumes": [{ "Name": "data", "Labels": { "containerkit.create": "{{label}}" } }], "Warnings": null }"""));
        Script.On("DELETE /volumes/*", exchange => exchange.EmptyAsync());

        var failure = await FluentActions.Awaiting(() => Volume.Create("data").On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.RemovedResources.Should().Equal("volume data");
        Script.Requests.Single(request => request.Path == "/volumes").Query.Should().Contain($"containerkit.create={label}");
        Script.Requests[^1].ToString().Should().Be("DELETE /volumes/data");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_existing_volume_is_not_removed_although_the_engine_reports_its_creation()
    {
        Script.On("POST /volumes/create", exchange =>
            exchange.JsonAsync(201, """{ "Name": "data", "Labels": { "containerkit.create": "other" } }"""));

        await FluentActions.Awaiting(() => Volume.Create("data").On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<NameConflictException>();

        Script.Requests.Select(request => request.ToString()).Should().Equal("POST /volumes/create");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_network_that_a_container_is_still_leaving_is_removed_by_a_retry()
    {
        var removals = 0;
        Script.On("POST /networks/create", exchange => exchange.JsonAsync(201, $$"""{ "Id": "{{NetworkId}}" }"""));
        Script.On("DELETE /networks/*", exchange => ++removals < 3
            ? exchange.ErrorAsync(403, "network app id feed has active endpoints")
            : exchange.EmptyAsync());
        Script.On("GET /networks/*", exchange => exchange.JsonAsync(200, """{ "Containers": { "c0": { "Name": "web" } } }"""));
        var network = await Network.Create("app").On(Engine).ExecuteAsync(Token);

        (await FluentActions.Awaiting(() => network.RemoveAsync(Token)).Should().ThrowAsync<ResourceInUseException>())
            .Which.Containers.Should().Equal("web");
        removals.Should().Be(1, "an explicit removal is not retried");

        await network.DisposeAsync();
        removals.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_late_container_is_found_because_its_volume_is_in_use()
    {
        var isCreated = false;
        Script.On("POST /volumes/create", exchange =>
            exchange.JsonAsync(201, $$"""{ "Name": "data", "Labels": { "containerkit.create": "{{Label(exchange)}}" } }"""));
        Script.On("POST /containers/create", exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /containers/json", exchange =>
            exchange.JsonAsync(200, isCreated ? $"[{Script.ListCreatedContainer()}]" : "[]"));
        var isRemoved = false;
        Script.On("DELETE /containers/*", exchange =>
        {
            isRemoved = true;
            return exchange.EmptyAsync();
        });
        Script.On("DELETE /volumes/*", exchange =>
        {
            isCreated = true;
            return isRemoved ? exchange.EmptyAsync() : exchange.ErrorAsync(409, "remove data: volume is in use - [c0ffee]");
        });
        var plan = Volume.Create("data")
            .Then(volume => Image.Local("app").Run(new ContainerSpec { Mounts = [volume.MountAt("/data")] })).On(Engine);

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.RemainingResources.Should().BeEmpty();
        failure.Which.RemovedResources.Should().HaveCount(2).And.EndWith("volume data");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_connect_to_a_further_network_removes_the_container_before_its_start()
    {
        Script.On("POST /networks/*/connect", exchange => exchange.Request.Path.Contains("/three/")
            ? exchange.ErrorAsync(403, "Address already in use")
            : exchange.EmptyAsync());
        var plan = Image.Local("app").Run(new ContainerSpec { Networks = ["one", "two", "three"] }).On(Engine);

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("Could not connect app-* to network three*");

        failure.Which.RemovedResources.Should().ContainSingle();
        Script.Requests.Select(request => $"{request.Method} {request.Path}").Should().Equal(
            "POST /containers/create", "POST /networks/two/connect", "POST /networks/three/connect",
            $"DELETE /containers/{HealthyEngine.ContainerId}");
        Body("POST /containers/create").GetProperty("NetworkingConfig").GetProperty("EndpointsConfig").EnumerateObject()
            .Select(endpoint => endpoint.Name).Should().Equal("one");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_newer_engine_receives_all_networks_with_the_create_request()
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.44\r\n"));
        var mac = PhysicalAddress.Parse("02420a0b0c0d");

        await Image.Local("app").Run(new ContainerSpec
        {
            Networks = ["one", new NetworkAttachment("two") { Aliases = ["db"], MacAddress = mac }],
            MacAddress = mac,
            HealthCheck = HealthCheck.Shell("true") with { StartInterval = TimeSpan.FromSeconds(1) },
        }).On(Engine).ExecuteAsync(Token);

        Script.Requests.Should().HaveCount(2);
        var body = Body("POST /containers/create");
        body.GetProperty("HostConfig").GetProperty("NetworkMode").GetString().Should().Be("one");
        var endpoints = body.GetProperty("NetworkingConfig").GetProperty("EndpointsConfig");
        endpoints.GetProperty("one").GetProperty("MacAddress").GetString().Should().Be("02:42:0a:0b:0c:0d");
        endpoints.GetProperty("two").GetProperty("MacAddress").GetString().Should().Be("02:42:0a:0b:0c:0d");
        endpoints.GetProperty("two").GetProperty("Aliases")[0].GetString().Should().Be("db");
        body.TryGetProperty("MacAddress", out _).Should().BeFalse("newer engines take one MAC address per network");
        body.GetProperty("Healthcheck").GetProperty("StartInterval").GetInt64().Should().Be(1_000_000_000);
    }

    [Fact(Timeout = 30_000)]
    public async Task Options_that_an_older_engine_would_ignore_throw_before_any_request()
    {
        var mac = PhysicalAddress.Parse("02420a0b0c0d");
        var network = new NetworkAttachment("two") { MacAddress = mac };
        var healthCheck = HealthCheck.Shell("true") with { StartInterval = TimeSpan.FromSeconds(1) };
        var mount = Mount.Volume("data", "/data") with { Subpath = "x" };

        (await ShouldThrowAsync(new ContainerSpec { Networks = ["one", network] })).Required.Should().Be(new Version(1, 44));
        (await ShouldThrowAsync(new ContainerSpec { HealthCheck = healthCheck })).Message.Should().Contain("supports 1.41");
        (await ShouldThrowAsync(new ContainerSpec { Mounts = [mount] })).Required.Should().Be(new Version(1, 45));
        await FluentActions.Awaiting(() => Container.ConnectAsync(network, Token))
            .Should().ThrowAsync<UnsupportedApiVersionException>();
        Script.Requests.Should().BeEmpty();

        async Task<UnsupportedApiVersionException> ShouldThrowAsync(ContainerSpec spec) =>
            (await FluentActions.Awaiting(() => Image.Local("app").Run(spec).On(Engine).ExecuteAsync(Token))
                .Should().ThrowAsync<UnsupportedApiVersionException>()).Which;
    }

    [Fact(Timeout = 30_000)]
    public async Task An_older_engine_receives_the_MAC_address_at_the_container_level()
    {
        var network = new NetworkAttachment("one") { MacAddress = PhysicalAddress.Parse("02420a0b0c0d") };

        await Image.Local("app").Run(new ContainerSpec { Networks = [network] }).On(Engine).ExecuteAsync(Token);
        await Run("true").ExecuteAsync(Token);

        var bodies = Script.Requests.Where(request => request.Path == "/containers/create")
            .Select(request => JsonDocument.Parse(request.Body).RootElement).ToList();
        bodies[0].GetProperty("MacAddress").GetString().Should().Be("02:42:0a:0b:0c:0d");
        bodies[0].GetProperty("Labels").EnumerateObject().Should().HaveCount(2, "the rest of the request is unchanged");
        bodies[1].TryGetProperty("MacAddress", out _).Should().BeFalse();
    }

    private static string Label(Exchange exchange) =>
        JsonDocument.Parse(exchange.Request.Body).RootElement.GetProperty("Labels").GetProperty("containerkit.create").GetString()!;

    private JsonElement Body(string request) =>
        JsonDocument.Parse(Script.Requests.Single(sent => sent.ToString() == request).Body).RootElement;
}
