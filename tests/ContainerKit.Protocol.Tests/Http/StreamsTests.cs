using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>Events and stats: what goes on until somebody leaves.</summary>
public sealed class StreamsTests : ProtocolTest
{
    private const string Event = """{"Type":"container","Action":"start","Actor":{"ID":"c0ffee","Attributes":{"name":"web"}},"timeNano":1700000000123456789}""" + "\n";

    [Fact(Timeout = 30_000)]
    public async Task Leaving_the_events_closes_the_connection()
    {
        var left = Silent("GET /events", Event);

        await foreach (var each in Engine.EventsAsync(Token))
        {
            each.Should().BeEquivalentTo(new { Type = EngineEventType.Container, Action = "start", Id = "c0ffee", Name = "web" });
            each.Time.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddTicks(1234567));
            break;
        }

        await left.WaitAsync(Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Leaving_the_stats_closes_the_connection()
    {
        var left = Silent("GET /containers/*/stats", """{"read":"2026-01-02T03:04:06Z","pids_stats":{"current":1}}""" + "\n");

        await foreach (var reading in Container.FollowStatsAsync(Token))
        {
            reading.ProcessCount.Should().Be(1);
            break;
        }

        await left.WaitAsync(Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Events_that_end_by_themselves_are_an_error_and_are_not_asked_for_again()
    {
        Script.On("GET /events", exchange => exchange.LinesAsync(Event.TrimEnd()));
        var seen = new List<string>();

        var follow = async () =>
        {
            await foreach (var each in Engine.EventsAsync(Token)) seen.Add(each.Action);
        };

        await follow.Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not follow the engine's events*ended the stream*");
        seen.Should().Equal("start");
        Script.Requests.Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task Events_up_to_a_moment_end_by_themselves()
    {
        Script.On("GET /events", exchange => exchange.LinesAsync(Event.TrimEnd(), """{"Type":"spaceship","Action":"land","Actor":null,"time":5}"""));
        var seen = new List<EngineEvent>();

        await foreach (var each in Engine.EventsAsync(new EventFilter { Until = DateTimeOffset.UnixEpoch.AddSeconds(9) }, Token)) seen.Add(each);

        seen.Should().HaveCount(2);
        seen[1].Should().BeEquivalentTo(new { Type = EngineEventType.Unknown, Action = "land", Id = "", Name = "", Time = DateTimeOffset.FromUnixTimeSeconds(5) });
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"Type":"contai""")]
    [InlineData("<html>")]
    public async Task Events_that_break_off_or_are_none_are_an_error(string words)
    {
        Script.On("GET /events", async exchange =>
        {
            exchange.Close();
            await exchange.BeginAsync();
            await exchange.ChunkAsync(words);
        });

        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in Engine.EventsAsync(Token)) continue;
        }).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task What_an_engine_says_of_itself_is_read_tolerantly()
    {
        foreach (var path in new[] { "version", "info", "system/df" }) Script.On($"GET /{path}", exchange => exchange.JsonAsync(200, """{ "Version": 7, "Components": [ null, { "Name": "x" }, { "Name": "x" } ], "Containers": "3", "Plugins": [], "Images": 4 }"""));

        (await Engine.VersionAsync(Token)).Should().BeEquivalentTo(new { Version = "7", ApiVersion = "", BuiltAt = default(DateTimeOffset?) });
        (await Engine.InfoAsync(Token)).Should().BeEquivalentTo(new { Containers = 3, Images = 4, IsRootless = false, Name = "" });
        (await Engine.DiskUsageAsync(Token)).TotalBytes.Should().Be(0);
        (await Engine.PingAsync(Token)).Should().BeEquivalentTo(new { ApiVersion = new Version(1, 41), OperatingSystem = "", IsExperimental = false, BuilderVersion = default(string?) });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_remark_of_the_engine_about_an_update_is_logged()
    {
        Script.On("POST /containers/*/update", exchange => exchange.JsonAsync(200, """{ "Warnings": ["no swap here"] }"""));

        await Container.UpdateAsync(new ContainerUpdate { MemoryBytes = 8 << 20, Restart = RestartPolicy.No }, Token);

        Logs.Lines.Should().ContainSingle(line => line.Contains("The engine returned a warning for the request to update app (c0ffee012345): no swap here", StringComparison.Ordinal));
        Script.Requests.Single().Body.Should().Be("""{"Memory":8388608,"RestartPolicy":{"Name":"no","MaximumRetryCount":0}}""");
    }

    private Task Silent(string pattern, string first)
    {
        var left = new TaskCompletionSource();
        Script.On(pattern, async exchange =>
        {
            await exchange.BeginAsync();
            await exchange.ChunkAsync(first);
            await exchange.SilenceAsync();
            left.SetResult();
        });
        return left.Task;
    }
}
