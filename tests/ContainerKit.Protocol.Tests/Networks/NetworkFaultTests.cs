using System.Net.NetworkInformation;
using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Networks;

/// <summary>Networks and volumes with an engine that loses answers, is older or newer, or is slow to let go.</summary>
public sealed class NetworkFaultTests : ProtocolTest
{
    private const string NetworkId = "feed0123456789feed0123456789feed0123456789feed0123456789feed0123";

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(20) };

    [Fact(Timeout = 30_000)]
    public async Task A_network_whose_create_was_never_answered_is_found_by_its_label_and_removed()
    {
        var label = "";
        Script.On("POST /networks/create", exchange =>
        {
            label = Label(exchange);
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /networks", exchange => exchange.JsonAsync(200, $$"""[{ "Id": "{{NetworkId}}" }]"""));
        Script.On("DELETE /networks/*", exchange => exchange.EmptyAsync());

        var failure = await FluentActions.Awaiting(() => Network.Create("app").On(Engine).ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.RemovedResources.Should().Equal("network app (feed01234567)");
        Script.Requests.Single(request => request.Path == "/networks").Query.Should().Contain($"containerkit.create={label}");
        Script.Requests[^1].ToString().Should().Be($"DELETE /networks/{NetworkId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_volume_whose_create_was_never_answered_is_found_by_its_label_and_removed()
    {
        var label = "";
        Script.On("POST /volumes/create", exchange =>
        {
            label = Label(exchange);
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /volumes", exchange => exchange.JsonAsync(200, """{ "Volumes": [{ "Name": "data" }], "Warnings": null }"""));
        Script.On("DELETE /volumes/*", exchange => exchange.EmptyAsync());

        var failure = await FluentActions.Awaiting(() => Volume.Create("data").On(Engine).ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.RemovedResources.Should().Equal("volume data");
        Script.Requests.Single(request => request.Path == "/volumes").Query.Should().Contain($"containerkit.create={label}");
        Script.Requests[^1].ToString().Should().Be("DELETE /volumes/data");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_volume_that_was_there_before_is_not_removed_although_the_engine_says_that_it_was_made()
    {
        Script.On("POST /volumes/create", exchange => exchange.JsonAsync(201, """{ "Name": "data", "Labels": { "containerkit.create": "somebody" } }"""));

        await FluentActions.Awaiting(() => Volume.Create("data").On(Engine).ExecuteAsync(Token)).Should().ThrowAsync<NameConflictException>();

        Script.Requests.Select(request => request.ToString()).Should().Equal("POST /volumes/create");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_network_that_a_container_still_leaves_is_removed_a_moment_later()
    {
        var removals = 0;
        Script.On("POST /networks/create", exchange => exchange.JsonAsync(201, $$"""{ "Id": "{{NetworkId}}" }"""));
        Script.On("DELETE /networks/*", exchange => ++removals < 3 ? exchange.RefuseAsync(403, "network app id feed has active endpoints") : exchange.EmptyAsync());
        Script.On("GET /networks/*", exchange => exchange.JsonAsync(200, """{ "Containers": { "c0": { "Name": "web" } } }"""));
        var network = await Network.Create("app").On(Engine).ExecuteAsync(Token);

        (await FluentActions.Awaiting(() => network.RemoveAsync(Token)).Should().ThrowAsync<ResourceInUseException>()).Which.Containers.Should().Equal("web");
        removals.Should().Be(1, "who asks to remove it is told at once");

        await network.DisposeAsync();
        removals.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_that_comes_late_is_found_since_what_it_uses_is_in_use()
    {
        var isMade = false;
        Script.On("POST /volumes/create", exchange => exchange.JsonAsync(201, $$"""{ "Name": "data", "Labels": { "containerkit.create": "{{Label(exchange)}}" } }"""));
        Script.On("POST /containers/create", exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, isMade ? $$"""[{ "Id": "{{HealthyEngine.ContainerId}}" }]""" : "[]"));
        var isRemoved = false;
        Script.On("DELETE /containers/*", exchange =>
        {
            isRemoved = true;
            return exchange.EmptyAsync();
        });
        Script.On("DELETE /volumes/*", exchange =>
        {
            isMade = true;
            return isRemoved ? exchange.EmptyAsync() : exchange.RefuseAsync(409, "remove data: volume is in use - [c0ffee]");
        });
        var plan = Volume.Create("data").Then(volume => Image.Local("app").Run(new ContainerSpec { Mounts = [volume.MountAt("/data")] })).On(Engine);

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.RemainingResources.Should().BeEmpty();
        failure.Which.RemovedResources.Should().HaveCount(2).And.EndWith("volume data");
    }

    [Fact(Timeout = 30_000)]
    public async Task Further_networks_are_connected_before_the_start_and_a_failure_there_undoes_the_container()
    {
        Script.On("POST /networks/*/connect", exchange => exchange.Request.Path.Contains("/three/") ? exchange.RefuseAsync(403, "Address already in use") : exchange.EmptyAsync());
        var plan = Image.Local("app").Run(new ContainerSpec { Networks = ["one", "two", "three"] }).On(Engine);

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<EngineApiException>().WithMessage("Could not connect app-* to network three*");

        failure.Which.RemovedResources.Should().ContainSingle();
        Script.Requests.Select(request => $"{request.Method} {request.Path}").Should().Equal(
            "POST /containers/create", "POST /networks/two/connect", "POST /networks/three/connect", $"DELETE /containers/{HealthyEngine.ContainerId}");
        Body("POST /containers/create").GetProperty("NetworkingConfig").GetProperty("EndpointsConfig").EnumerateObject().Select(endpoint => endpoint.Name).Should().Equal("one");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_newer_engine_gets_all_networks_with_the_create()
    {
        Script.On("GET /_ping", exchange => exchange.AnswerAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.44\r\n"));
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
        body.TryGetProperty("MacAddress", out _).Should().BeFalse("newer engines know one for each network");
        body.GetProperty("Healthcheck").GetProperty("StartInterval").GetInt64().Should().Be(1_000_000_000);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_an_older_engine_would_drop_in_silence_is_refused_before_any_request()
    {
        var mac = PhysicalAddress.Parse("02420a0b0c0d");

        (await RefusedAsync(new ContainerSpec { Networks = ["one", new NetworkAttachment("two") { MacAddress = mac }] })).Required.Should().Be(new Version(1, 44));
        (await RefusedAsync(new ContainerSpec { HealthCheck = HealthCheck.Shell("true") with { StartInterval = TimeSpan.FromSeconds(1) } })).Message.Should().Contain("speaks 1.41");
        (await RefusedAsync(new ContainerSpec { Mounts = [Mount.Volume("data", "/data") with { Subpath = "x" }] })).Required.Should().Be(new Version(1, 45));
        await FluentActions.Awaiting(() => Container.ConnectAsync(new NetworkAttachment("two") { MacAddress = mac }, Token)).Should().ThrowAsync<UnsupportedApiVersionException>();
        Script.Requests.Should().BeEmpty();

        async Task<UnsupportedApiVersionException> RefusedAsync(ContainerSpec spec) =>
            (await FluentActions.Awaiting(() => Image.Local("app").Run(spec).On(Engine).ExecuteAsync(Token)).Should().ThrowAsync<UnsupportedApiVersionException>()).Which;
    }

    [Fact(Timeout = 30_000)]
    public async Task An_older_engine_gets_the_MAC_address_for_the_container_as_a_whole()
    {
        await Image.Local("app").Run(new ContainerSpec { Networks = [new NetworkAttachment("one") { MacAddress = PhysicalAddress.Parse("02420a0b0c0d") }] }).On(Engine).ExecuteAsync(Token);
        await Run("true").ExecuteAsync(Token);

        var bodies = Script.Requests.Where(request => request.Path == "/containers/create").Select(request => JsonDocument.Parse(request.Body).RootElement).ToList();
        bodies[0].GetProperty("MacAddress").GetString().Should().Be("02:42:0a:0b:0c:0d");
        bodies[0].GetProperty("Labels").EnumerateObject().Should().HaveCount(2, "the rest of the request is as it was");
        bodies[1].TryGetProperty("MacAddress", out _).Should().BeFalse();
    }

    private static string Label(Exchange exchange) =>
        JsonDocument.Parse(exchange.Request.Body).RootElement.GetProperty("Labels").GetProperty("containerkit.create").GetString()!;

    private JsonElement Body(string request) => JsonDocument.Parse(Script.Requests.Single(sent => sent.ToString() == request).Body).RootElement;
}
