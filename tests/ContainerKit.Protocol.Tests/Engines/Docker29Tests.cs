using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>
/// The responses of Docker Engine 29, which no test engine has yet. The changes are listed in
/// https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/api/docs/CHANGELOG.md (API 1.52 to 1.54).
/// </summary>
public sealed class Docker29Tests : ProtocolTest
{
    private static readonly string _digest = "sha256:" + new string('d', 64);

    public Docker29Tests() => Script.On("GET /_ping", exchange => exchange.RespondAsync(
        200, "text/plain", "OK"u8.ToArray(), "Api-Version: 1.54\r\nBuilder-Version: 2\r\nServer: Docker/29.0.0 (linux)\r\n"));

    [Fact(Timeout = 30_000)]
    public async Task No_request_has_an_API_version_that_the_engine_has_removed()
    {
        // The minimum of Docker Engine 29.0 is API 1.44.
        await Run("true").Exec("ls").Commit("mine:1").ExecuteAsync(Token);
        await (await Run("true").ExecuteAsync(Token)).DisposeAsync();
        await Engine.ListContainersAsync(Token);
        await Engine.Client.Containers.ListContainersAsync(new Docker.DotNet.Models.ContainersListParameters(), Token);

        Script.Requests.Should().HaveCountGreaterThan(8).And.OnlyContain(request => request.Version == "v1.54");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_that_has_removed_all_API_versions_of_the_library_is_quoted()
    {
        const string Answer =
            "client version 1.54 is too old. Minimum supported API version is 1.60, please upgrade your client to a newer version";
        Script.On("GET /containers/json", exchange => exchange.ErrorAsync(400, Answer));

        (await FluentActions.Awaiting(() => Engine.ListContainersAsync(Token)).Should().ThrowAsync<EngineApiException>())
            .Which.Message.Should().Contain(Answer);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"Config":{},"Descriptor":{"mediaType":"application/vnd.oci.image.index.v1+json"},""")]
    [InlineData("{")]
    public async Task Image_details_without_the_omitted_members_have_empty_values(string start)
    {
        Script.On("GET /images/*/json", exchange => exchange.JsonAsync(200,
            $$"""
            {{start}} "Id":"{{_digest}}","RepoTags":["app:latest"],"RepoDigests":["app@{{_digest}}"],"Architecture":"amd64","Os":"linux",
             "Created":"2026-01-02T03:04:05Z","Size":7,"RootFS":{"Type":"layers","Layers":["{{_digest}}"]} }
            """));

        var details = await (await Engine.FindImageAsync("app", Token)).InspectAsync(Token);

        details.Should().BeEquivalentTo(new
        {
            Id = _digest,
            ParentId = default(string),
            Author = "",
            Comment = "",
            User = "",
            WorkingDirectory = "",
            StopSignal = default(string),
            SizeBytes = 7,
        });
        details.Tags.Should().Equal("app:latest");
        details.Digests.Should().Equal($"app@{_digest}");
        details.Command.Should().BeEmpty();
        details.Entrypoint.Should().BeEmpty();
        details.Environment.Should().BeEmpty();
        details.Labels.Should().BeEmpty();
        details.Volumes.Should().BeEmpty();
        details.Ports.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task Addresses_of_a_container_are_read_from_its_networks_only()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$$"""
            {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"running"},"Config":{"Image":"app"},
             "ImageManifestDescriptor":{"digest":"{{{_digest}}}"},
             "NetworkSettings":{"SandboxID":"5","SandboxKey":"/var/run/docker/netns/5",
              "Ports":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"32768"}]},
              "Networks":{"bridge":{"IPAddress":"172.17.0.2","Gateway":"172.17.0.1","MacAddress":"02:42:ac:11:00:02"} } } }
            """));

        var details = await Container.InspectAsync(Token);

        details.IPAddress.Should().Be(IPAddress.Parse("172.17.0.2"));
        details.Networks["bridge"].MacAddress.Should().Be("02:42:ac:11:00:02");
        details.Ports.Select(port => port.ToString()).Should().Equal("127.0.0.1:32768:80");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("healthy", HealthStatus.Healthy)]
    [InlineData("none", HealthStatus.None)]
    public async Task Health_in_a_list_is_read_from_its_own_member(string health, HealthStatus expected)
    {
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, $$"""
            [{"Id":"{{HealthyEngine.ContainerId}}","Names":["/app"],"Image":"app","State":"running","Status":"Up 2 seconds",
              "Health":{"Status":"{{health}}","FailingStreak":0} }]
            """));

        (await Engine.ListContainersAsync(Token)).Should().ContainSingle().Which.Health.Should().Be(expected);
    }

    [Fact(Timeout = 30_000)]
    public async Task Events_without_the_deprecated_members_are_read()
    {
        const string Start = """{"Type":"container","Action":"start","scope":"local","time":1767323045,"timeNano":1767323045123456700,""";
        var actor = $$"""
            "Actor":{"ID":"{{HealthyEngine.ContainerId}}","Attributes":{"image":"app","name":"web"} } }
            """;
        Script.On("GET /events", exchange =>
            exchange.RespondAsync(200, "application/x-ndjson", Encoding.UTF8.GetBytes(Start + actor + "\n")));

        var events = await ReadAsync(new EventFilter { Until = DateTimeOffset.UtcNow });

        events.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Type = EngineEventType.Container,
            Action = "start",
            Id = HealthyEngine.ContainerId,
            Name = "web",
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567),
        });
    }

    [Fact(Timeout = 30_000)]
    public async Task Disk_usage_of_a_volume_is_read_from_the_verbose_response()
    {
        Script.On("GET /volumes/data", exchange => exchange.JsonAsync(200, """{"Name":"data","Driver":"local","Scope":"local"}"""))
            .On("GET /system/df", exchange => exchange.JsonAsync(200, exchange.Request.Query == "type=volume&verbose=true"
                ? """{"VolumeUsage":{"TotalCount":1,"TotalSize":42,"Items":[{"Name":"data","UsageData":{"Size":42,"RefCount":3} }]} }"""
                : """{"VolumeUsage":{"TotalCount":1,"TotalSize":42} }"""));
        var volume = await Engine.FindVolumeAsync("data", Token);

        (await volume.MeasureAsync(Token)).Should().Be(new VolumeUsage(42, 3));
    }

    [Fact(Timeout = 30_000)]
    public async Task Disk_usage_of_the_engine_is_read_without_the_deprecated_lists()
    {
        Script.On("GET /system/df", exchange => exchange.JsonAsync(200, """
            {"ImageUsage":{"TotalCount":3,"ActiveCount":1,"TotalSize":100,"Reclaimable":60},"ContainerUsage":{"TotalCount":2,"TotalSize":5},
             "VolumeUsage":{"TotalCount":1,"ActiveCount":1,"TotalSize":7},"BuildCacheUsage":{} }
            """));

        (await Engine.DiskUsageAsync(Token)).Should().BeEquivalentTo(new
        {
            Images = new DiskUsage(3, 1, 100, 60),
            Containers = new DiskUsage(2, 0, 5, 0),
            Volumes = new DiskUsage(1, 1, 7, 0),
            BuildCache = new DiskUsage(0, 0, 0, 0),
        });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_MAC_address_and_a_random_port_are_sent_in_the_form_that_the_engine_accepts()
    {
        var spec = new ContainerSpec("true") { MacAddress = PhysicalAddress.Parse("02:42:0a:0b:0c:0d"), Publish = [80] };

        await Image.Local("app").Run(spec).On(Engine).ExecuteAsync(Token);

        using var body = JsonDocument.Parse(Script.Requests.Single(request => request.Path == "/containers/create").Body);
        // The member of the container is ignored since API 1.52.
        body.RootElement.TryGetProperty("MacAddress", out _).Should().BeFalse();
        body.RootElement.GetProperty("NetworkingConfig").GetProperty("EndpointsConfig").EnumerateObject().Single().Value
            .GetProperty("MacAddress").GetString().Should().BeEquivalentTo("02:42:0a:0b:0c:0d");
        // A list without bindings is deprecated.
        body.RootElement.GetProperty("HostConfig").GetProperty("PortBindings").GetProperty("80/tcp").GetArrayLength().Should().Be(1);
    }

    private async Task<IReadOnlyList<EngineEvent>> ReadAsync(EventFilter filter)
    {
        var events = new List<EngineEvent>();
        await foreach (var engineEvent in Engine.EventsAsync(filter, Token)) events.Add(engineEvent);
        return events;
    }
}
