namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests each kind of wait on a container that becomes ready.</summary>
public sealed class WaitTests : EngineTest
{
    [DockerFact]
    public async Task Run_with_a_port_wait_ends_when_the_port_listens()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "sleep 0.3; mkdir /www; echo hello > /www/index.html; exec httpd -f -p 80 -h /www") with
            {
                Publish = [80],
                Wait = Wait.ForPort(80),
            });

        var address = await container.GetPublishedPortAsync(80, Token);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{address}/"), Token)).Should().Be("hello\n");
    }

    [DockerFact]
    public async Task Log_wait_counts_lines_that_match_text_or_a_pattern()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo ready 1; sleep 0.2; echo ready 2 >&2; exec sleep infinity") with
            {
                Wait = Wait.ForLog("ready", 2),
            });

        var log = await container.LogsAsync(Token).ToListAsync(Token);
        log.Should().HaveCount(2);
        await container.WaitForAsync(Wait.ForLog(new System.Text.RegularExpressions.Regex("^ready [12]$"), 2), Token);
    }

    [DockerFact]
    public async Task Command_file_and_callback_waits_end_when_their_conditions_are_met()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "sleep 0.2; touch /ready; exec sleep infinity"))
            .WaitFor(Wait.ForCommand("test", "-e", "/ready"))
            .WaitFor(Wait.ForFile("/ready"))
            .WaitFor(Wait.For("the file", async (it, token) =>
            (await it.ExecAsync(["ls", "/"], token)).Stdout.Contains("ready", StringComparison.Ordinal)));

        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    [Requires(EngineFeature.HealthChecks)]
    public async Task Health_and_http_waits_end_when_the_server_is_ready()
    {
        var spec = Spec("sh", "-c", "sleep 0.3; mkdir /www; echo up > /www/health; exec httpd -f -p 8080 -h /www") with
        {
            Publish = [8080],
            Customize = request => request.Healthcheck = new()
            {
                Test = ["CMD", "test", "-e", "/www/health"],
                Interval = TimeSpan.FromMilliseconds(200),
                Retries = 20,
            },
        };
        await using var container = await Image.Pull(Busybox).Run(spec)
            .WaitFor(Wait.All(Wait.ForHealthy(), Wait.ForHttp(8080, "/health", new HttpWaitOptions { Body = body => body == "up\n" })));

        (await InspectAsync(container.Id)).GetProperty("State").GetProperty("Health").GetProperty("Status").GetString()
            .Should().Be("healthy");
    }

    [DockerFact]
    public async Task Foreground_run_with_a_wait_loses_no_output()
    {
        var spec = Spec("sh", "-c", "echo first; until [ -e /go ]; do sleep 0.05; done; echo last") with
        {
            Wait = Wait.All(Wait.ForLog("first"), Wait.ForCommand("touch", "/go")),
        };

        (await Image.Pull(Busybox).Run(spec).Output()).Should().Be("first\nlast\n");

        var exiting = Spec("sh", "-c", "echo hello; exit 2") with { Wait = Wait.ForPort(80) };
        await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(exiting).ToCompletion().ExecuteAsync(Token))
            .Should().ThrowAsync<ContainerExitedException>();
        (await ContainersAsync()).Should().BeEmpty();
    }
}
