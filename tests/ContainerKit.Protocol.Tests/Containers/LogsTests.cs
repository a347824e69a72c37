using System.Globalization;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

public sealed class LogsTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task Log_lines_have_a_source_and_a_timestamp()
    {
        SetLog(HealthyEngine.Frame(1, "2026-01-02T03:04:05.123456789Z hello world\n"),
            HealthyEngine.Frame(2, "2026-01-02T03:04:06Z \n"), HealthyEngine.Frame(1, "no time here\nnor-here"));

        var lines = await ReadAsync(new LogOptions { Timestamps = true });

        lines.Should().Equal(
            new OutputLine(OutputSource.Stdout, "hello world",
                DateTimeOffset.Parse("2026-01-02T03:04:05.1234567Z", CultureInfo.InvariantCulture)),
            new OutputLine(OutputSource.Stderr, "", DateTimeOffset.Parse("2026-01-02T03:04:06Z", CultureInfo.InvariantCulture)),
            new OutputLine(OutputSource.Stdout, "no time here"),
            new OutputLine(OutputSource.Stdout, "nor-here"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_timestamp_that_was_not_requested_is_part_of_the_log_line()
    {
        SetLog(HealthyEngine.Frame(1, "2026-01-02T03:04:05Z hello\n"));

        (await ReadAsync(new LogOptions())).Should().Equal(new OutputLine(OutputSource.Stdout, "2026-01-02T03:04:05Z hello"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_line_in_two_frames_is_one_line()
    {
        SetLog(HealthyEngine.Frame(1, "one "), HealthyEngine.Frame(2, "err\n"), HealthyEngine.Frame(1, "line\n"));

        (await ReadAsync(new LogOptions())).Select(line => line.Text).Should().Equal("err", "one line");
    }

    [Fact(Timeout = 30_000)]
    public async Task The_log_of_a_container_with_a_terminal_is_read_without_frames()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, """{ "Config": { "Tty": true } }"""))
            .On("GET /containers/*/logs", exchange =>
                exchange.RespondAsync(200, "application/vnd.docker.raw-stream", "one\r\ntwo"u8.ToArray()));

        (await ReadAsync(new LogOptions())).Select(line => line.Text).Should().Equal("one", "two");
    }

    [Fact(Timeout = 30_000)]
    public async Task Log_options_are_sent_in_the_request()
    {
        var since = DateTimeOffset.FromUnixTimeMilliseconds(1234567);
        await ReadAsync(new LogOptions { Follow = true, Tail = 5, Since = since, Timestamps = true, Stderr = false });

        Script.Requests.First(request => request.Path.EndsWith("/logs", StringComparison.Ordinal)).Query
            .Should().Be("stdout=1&stderr=0&follow=1&timestamps=1&tail=5&since=1234.567");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("1.41", true, "all\n", "all\ntail", "all|tail")]
    [InlineData("1.41", true, "all\n", "gone\nall\n", "all")]
    [InlineData("1.41", true, "all\ntail", "all\ntail", "all|tail")]
    [InlineData("1.42", true, "all\n", "all\ntail", "all")]
    [InlineData("1.41", false, "all\n", "all\ntail", "all")]
    public async Task A_last_log_line_that_an_older_engine_does_not_send_to_a_follower_is_fetched(
        string api, bool follow, string followed, string logged, string lines)
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), $"API-Version: {api}\r\n"))
            .On("GET /containers/*/logs", exchange => exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream",
                HealthyEngine.Frame(1, exchange.Request.Query.Contains("tail=2", StringComparison.Ordinal) ? logged : followed)));

        (await ReadAsync(new LogOptions { Follow = follow })).Select(line => line.Text).Should().Equal(lines.Split('|'));
    }

    [Fact(Timeout = 30_000)]
    public async Task Leaving_the_log_loop_closes_the_connection()
    {
        var closed = new TaskCompletionSource();
        Script.On("GET /containers/*/logs", async exchange =>
        {
            await exchange.StartChunkedAsync("application/vnd.docker.multiplexed-stream");
            await exchange.ChunkAsync(HealthyEngine.Frame(1, "first\n"));
            await exchange.StaySilentAsync();
            closed.SetResult();
        });

        await foreach (var line in Container.LogsAsync(new LogOptions { Follow = true }, Token)) break;

        await closed.Task.WaitAsync(Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_truncated_log_returns_its_lines_and_then_throws()
    {
        Script.On("GET /containers/*/logs", async exchange =>
        {
            exchange.Close();
            await exchange.StartChunkedAsync("application/vnd.docker.multiplexed-stream");
            await exchange.ChunkAsync(HealthyEngine.Frame(1, "first\n"));
        });
        var lines = new List<string>();

        var read = async () =>
        {
            await foreach (var line in Container.LogsAsync(Token)) lines.Add(line.Text);
        };

        await read.Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not read the log of app (c0ffee012345)*");
        lines.Should().Equal("first");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(404, typeof(ContainerNotFoundException))]
    [InlineData(501, typeof(EngineApiException))]
    public async Task An_error_response_to_a_log_request_throws_the_matching_exception(int status, Type error)
    {
        Script.On("GET /containers/*/logs", exchange => exchange.ErrorAsync(status, "configured logging driver does not support reading"));

        (await FluentActions.Awaiting(() => ReadAsync(new LogOptions())).Should().ThrowAsync<ContainerKitException>())
            .Which.Should().BeOfType(error);
    }

    private void SetLog(params byte[][] frames)
    {
        var log = frames.SelectMany(frame => frame).ToArray();
        Script.On("GET /containers/*/logs", exchange =>
            exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream", log));
    }

    private async Task<List<OutputLine>> ReadAsync(LogOptions options)
    {
        var lines = new List<OutputLine>();
        await foreach (var line in Container.LogsAsync(options, Token)) lines.Add(line);
        return lines;
    }
}
