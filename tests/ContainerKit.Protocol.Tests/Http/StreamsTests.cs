using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>Event and stats streams, and the information about the engine.</summary>
public sealed class StreamsTests : ProtocolTest
{
    private const string Event = """
        {"Type":"container","Action":"start","Actor":{"ID":"c0ffee","Attributes":{"name":"web"}},"timeNano":1700000000123456789}

        """;

    [Fact(Timeout = 30_000)]
    public async Task Leaving_the_event_loop_closes_the_connection()
    {
        var closed = StaySilentAfter("GET /events", Event);

        await foreach (var engineEvent in Engine.EventsAsync(Token))
        {
            engineEvent.Should().BeEquivalentTo(new { Type = EngineEventType.Container, Action = "start", Id = "c0ffee", Name = "web" });
            engineEvent.Time.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddTicks(1234567));
            break;
        }

        await closed.WaitAsync(Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Leaving_the_stats_loop_closes_the_connection()
    {
        var closed = StaySilentAfter("GET /containers/*/stats", """{"read":"2026-01-02T03:04:06Z","pids_stats":{"current":1}}""" + "\n");

        await foreach (var reading in Container.FollowStatsAsync(Token))
        {
            reading.ProcessCount.Should().Be(1);
            break;
        }

        await closed.WaitAsync(Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_event_stream_that_the_engine_ends_throws_and_is_not_requested_again()
    {
        Script.On("GET /events", exchange => exchange.LinesAsync(Event.TrimEnd()));
        var received = new List<string>();

        var follow = async () =>
        {
            await foreach (var engineEvent in Engine.EventsAsync(Token)) received.Add(engineEvent.Action);
        };

        await follow.Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("Could not follow the engine's events*ended the stream*");
        received.Should().Equal("start");
        Script.Requests.Should().ContainSingle();
    }

    // Recorded with Podman 4.3.1.
    [Fact(Timeout = 30_000)]
    public async Task An_event_of_a_volume_without_an_id_has_the_name_as_its_id()
    {
        Script.On("GET /events", exchange => exchange.LinesAsync(
            """{"Type":"volume","Action":"create","Actor":{"ID":"","Attributes":{"image":"","name":"data"}},"time":1795812169}"""));

        var filter = new EventFilter { Until = DateTimeOffset.UnixEpoch.AddSeconds(9) };
        await foreach (var engineEvent in Engine.EventsAsync(filter, Token))
            engineEvent.Should().BeEquivalentTo(new { Type = EngineEventType.Volume, Id = "data", Name = "data" });

        Script.Requests.Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_event_stream_with_an_until_time_ends_without_an_error()
    {
        Script.On("GET /events", exchange =>
            exchange.LinesAsync(Event.TrimEnd(), """{"Type":"spaceship","Action":"land","Actor":null,"time":5}"""));
        var received = new List<EngineEvent>();

        var filter = new EventFilter { Until = DateTimeOffset.UnixEpoch.AddSeconds(9) };
        await foreach (var engineEvent in Engine.EventsAsync(filter, Token)) received.Add(engineEvent);

        received.Should().HaveCount(2);
        received[1].Should().BeEquivalentTo(new
        {
            Type = EngineEventType.Unknown,
            Action = "land",
            Id = "",
            Name = "",
            Time = DateTimeOffset.FromUnixTimeSeconds(5),
        });
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"Type":"contai""")]
    [InlineData("<html>")]
    public async Task A_truncated_or_invalid_event_throws_EngineUnavailable(string text)
    {
        Script.On("GET /events", async exchange =>
        {
            exchange.Close();
            await exchange.StartChunkedAsync();
            await exchange.ChunkAsync(text);
        });

        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in Engine.EventsAsync(Token)) continue;
        }).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task Engine_information_with_unexpected_JSON_types_is_read_tolerantly()
    {
        foreach (var path in new[] { "version", "info", "system/df" })
        {
            Script.On($"GET /{path}", exchange => exchange.JsonAsync(200, """
                {
                  "Version": 7, "Components": [ null, { "Name": "x" }, { "Name": "x" } ], "Containers": "3", "Plugins": [], "Images": 4
                }
                """));
        }

        (await Engine.VersionAsync(Token))
            .Should().BeEquivalentTo(new { Version = "7", ApiVersion = "", BuiltAt = default(DateTimeOffset?) });
        (await Engine.InfoAsync(Token)).Should().BeEquivalentTo(new { Containers = 3, Images = 4, IsRootless = false, Name = "" });
        (await Engine.DiskUsageAsync(Token)).TotalBytes.Should().Be(0);
        (await Engine.PingAsync(Token)).Should().BeEquivalentTo(new
        {
            ApiVersion = new Version(1, 41),
            OperatingSystem = "",
            IsExperimental = false,
            BuilderVersion = default(string?),
        });
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_warning_about_an_update_is_logged()
    {
        Script.On("POST /containers/*/update", exchange => exchange.JsonAsync(200, """{ "Warnings": ["no swap here"] }"""));

        await Container.UpdateAsync(new ContainerUpdate { MemoryBytes = 8 << 20, Restart = RestartPolicy.No }, Token);

        Logs.Lines.Should().ContainSingle(line =>
            line.Contains(
                "The engine returned a warning for the request to update app (c0ffee012345): no swap here", StringComparison.Ordinal));
        Script.Requests.Single().Body.Should().Be("""{"Memory":8388608,"RestartPolicy":{"Name":"no","MaximumRetryCount":0}}""");
    }

    private Task StaySilentAfter(string pattern, string first)
    {
        var closed = new TaskCompletionSource();
        Script.On(pattern, async exchange =>
        {
            await exchange.StartChunkedAsync();
            await exchange.ChunkAsync(first);
            await exchange.StaySilentAsync();
            closed.SetResult();
        });
        return closed.Task;
    }
}
