namespace ContainerKit.Engine.Tests.Verbs.Waits;

/// <summary>What was found wrong with waits elsewhere in the field, each impossible here.</summary>
public sealed class KnownDefectTests : EngineTest
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(300);

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

        await container.Awaiting(it => it.WaitForAsync(waits.WithTimeout(_short), Token)).Should().ThrowAsync<WaitTimeoutException>();

        var (asked, called) = (proxy.Requests.Count, calls);
        called.Should().BePositive();
        // Longer than two looks are ever apart.
        await Task.Delay(400, Token);
        proxy.Requests.Skip(asked).Should().BeEmpty();
        calls.Should().Be(called);
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
        var asked = proxy.Requests.Count;
        await Task.Delay(400, Token);
        proxy.Requests.Skip(asked).Should().BeEmpty("a cancelled wait does not go on probing either");
    }

    [DockerFact]
    public async Task A_container_that_exits_with_1_at_once_does_not_count_as_started()
    {
        foreach (var wait in (Wait[])[Wait.ForPort(80), Wait.ForLog("ready"), Wait.ForCommand("false"), Wait.ForFile("/never"), Wait.ForHttp(80)])
        {
            var spec = Spec("sh", "-c", "echo cannot read the configuration >&2; exit 1") with { Publish = [80], Wait = wait };

            var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>(wait.ToString());

            failure.Which.ExitCode.Should().Be(1);
            failure.Which.LogTail.Should().Be("cannot read the configuration");
            failure.Which.Message.Should().Contain($"wait for {wait}").And.Contain("exit code 1").And.Contain("cannot read the configuration").And.Contain("Cleaned up");
        }

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task An_engine_error_during_a_wait_is_not_lost_until_the_timeout()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        await using var container = await SleeperAsync();
        var seen = new Container(engine, container.Id, container.Name, container.Image, shape: null);
        // The engine goes away at the third look.
        var looks = 0;
        var wait = Wait.For("never", (_, _) =>
        {
            if (Interlocked.Increment(ref looks) == 3) proxy.Vanish();
            return Task.FromResult(false);
        }).WithTimeout(TimeSpan.FromDays(1));

        await seen.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [DockerFact]
    public async Task A_log_wait_reads_each_byte_once()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        const string Lines = "for i in $(seq 100); do printf '%0999d\\n' $i; done";
        var spec = Spec("sh", "-c", $"{Lines}; sleep 0.3; {Lines}; sleep 0.3; echo ready; exec sleep infinity") with { Wait = Wait.ForLog("ready") };

        await using var container = await Image.Pull(Busybox).Run(spec).On(engine).ExecuteAsync(Token);

        proxy.Requests.Should().HaveCount(4, "create, start, the log and the watch for the container's end");
        proxy.Requests.Where(request => request.Contains("/logs", StringComparison.Ordinal)).Should().ContainSingle();
        // 200 lines of 1000 bytes, and what the engine's frames and answers add to them.
        proxy.BytesAnswered.Should().BeInRange(200_000, 220_000);
    }

    [DockerFact]
    public async Task A_port_wait_is_not_fooled_by_the_engines_own_proxy()
    {
        var spec = Spec("sh", "-c", "sleep 0.5; mkdir /www; echo up > /www/index.html; exec httpd -f -p 80 -h /www") with { Publish = [80] };
        await using var container = await Image.Pull(Busybox).Run(spec);
        var address = await container.GetPublishedPortAsync(80, Token);

        await container.WaitForAsync(Wait.ForPort(80), Token);

        // Where the proxy accepts for a server that does not listen yet, this is an error.
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{address}/"), Token)).Should().Be("up\n");
    }
}
