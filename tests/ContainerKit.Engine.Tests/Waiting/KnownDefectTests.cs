using ContainerKit.Containers;

namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Regression tests for known defects of waits in other libraries.</summary>
public sealed class KnownDefectTests : EngineTest
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(300);

    [DockerFact]
    public async Task A_wait_that_timed_out_stops_probing()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).On(engine).ExecuteAsync(Token);
        var calls = 0;
        var waits = Wait.All(
            Wait.ForFile("/never"),
            Wait.ForCommand("false"),
            Wait.ForLog("never"),
            Wait.For("never", (_, _) => Task.FromResult(Interlocked.Increment(ref calls) < 0)));

        await container.Awaiting(it => it.WaitForAsync(waits.WithTimeout(_timeout), Token)).Should().ThrowAsync<WaitTimeoutException>();

        var (requestsBefore, callsBefore) = (proxy.Requests.Count, calls);
        callsBefore.Should().BePositive();
        // This delay is longer than the maximum polling interval.
        await Task.Delay(400, Token);
        proxy.Requests.Skip(requestsBefore).Should().BeEmpty();
        calls.Should().Be(callsBefore);
    }

    [DockerFact]
    public async Task Cancellation_does_not_surface_as_a_timeout()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        var wait = Wait.All(Wait.ForPort(80), Wait.ForLog("never"), Wait.For("never", async (_, _) =>
        {
            await cancel.CancelAsync();
            return false;
        }));

        var run = () => Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Wait = wait }).On(engine).ExecuteAsync(cancel.Token);

        (await run.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        (await ContainersAsync()).Should().BeEmpty();
        var requestsBefore = proxy.Requests.Count;
        await Task.Delay(400, Token);
        proxy.Requests.Skip(requestsBefore).Should().BeEmpty("a canceled wait stops probing too");
    }

    [DockerFact]
    public async Task A_container_that_exits_with_1_at_once_does_not_count_as_started()
    {
        foreach (var wait in (Wait[])[
            Wait.ForPort(80), Wait.ForLog("ready"), Wait.ForCommand("false"), Wait.ForFile("/never"), Wait.ForHttp(80)])
        {
            var spec = Spec("sh", "-c", "echo cannot read the configuration >&2; exit 1") with { Publish = [80], Wait = wait };

            var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
                .Should().ThrowAsync<ContainerExitedException>(wait.ToString());

            failure.Which.ExitCode.Should().Be(1);
            failure.Which.LogTail.Should().Be("cannot read the configuration");
            failure.Which.Message.Should().Contain($"wait for {wait}").And.Contain("exit code 1")
                .And.Contain("cannot read the configuration").And.Contain("Cleaned up");
        }

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task An_engine_error_during_a_wait_is_not_lost_until_the_timeout()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        await using var container = await SleeperAsync();
        var proxied = Container.From(new ContainerClient(
            engine.ApiClient, container.Id, container.Name, container.Image, creationInfo: null));
        // The engine disconnects during the third probe.
        var probes = 0;
        var wait = Wait.For("never", (_, _) =>
        {
            if (Interlocked.Increment(ref probes) == 3) proxy.StopListening();
            return Task.FromResult(false);
        }).WithTimeout(TimeSpan.FromDays(1));

        await proxied.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [DockerFact]
    public async Task A_log_wait_reads_each_byte_once()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        const string Lines = "for i in $(seq 100); do printf '%0999d\\n' $i; done";
        var spec = Spec("sh", "-c", $"{Lines}; sleep 0.3; {Lines}; sleep 0.3; echo ready; exec sleep infinity") with
        {
            Wait = Wait.ForLog("ready"),
        };

        await using var container = await Image.Pull(Busybox).Run(spec).On(engine).ExecuteAsync(Token);

        proxy.Requests.Should().HaveCount(4, "create, start, the log and the wait for the exit of the container");
        proxy.Requests.Where(request => request.Contains("/logs", StringComparison.Ordinal)).Should().ContainSingle();
        // The log has 200 lines of 1000 bytes; the frames and other responses of the engine add to them.
        proxy.ResponseBytes.Should().BeInRange(200_000, 220_000);
    }

    [DockerFact]
    public async Task A_port_wait_is_not_fooled_by_the_engines_own_proxy()
    {
        var spec = Spec("sh", "-c", "sleep 0.5; mkdir /www; echo up > /www/index.html; exec httpd -f -p 80 -h /www") with
        {
            Publish = [80],
        };
        await using var container = await Image.Pull(Busybox).Run(spec);
        var address = await container.GetPublishedPortAsync(80, Token);

        await container.WaitForAsync(Wait.ForPort(80), Token);

        // This request fails if the wait took the proxy of the engine for a listening server.
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{address}/"), Token)).Should().Be("up\n");
    }
}
