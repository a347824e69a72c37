namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests <c>Wait.ForExit</c>, and other waits on containers that exit or restart.</summary>
public sealed class ExitWaitTests : EngineTest
{
    [DockerFact]
    public async Task Exit_wait_succeeds_when_the_container_exits()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "sleep 0.2; echo done") with { Wait = Wait.All(Wait.ForExit(), Wait.ForLog("done")) });

        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Exited);
    }

    [DockerFact]
    public async Task Exit_wait_fails_for_an_exit_code_that_is_not_allowed()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo no such table; exit 3"));

        var failure = await container.Awaiting(it => it.WaitForAsync(Wait.ForExit(), Token))
            .Should().ThrowAsync<ContainerExitedException>();
        failure.Which.ExitCode.Should().Be(3);
        failure.Which.Message.Should().Contain("exit code 3; allowed: 0").And.Contain("no such table");

        await container.WaitForAsync(Wait.ForExit(ExitCodes.Of(3)), Token);
        await container.WaitForAsync(Wait.ForExit(ExitCodes.Any), Token);
    }

    [DockerFact]
    public async Task Exit_wait_sends_one_wait_request_and_does_not_poll()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "0.3") with { Wait = Wait.ForExit() })
            .On(engine).ExecuteAsync(Token);

        proxy.Requests.Should().HaveCount(4, "create, start, one wait, and an inspect of the exited container");
    }

    [DockerFact]
    public async Task Wait_on_a_removed_container_throws_ContainerNotFound()
    {
        await using var container = await SleeperAsync();
        var waiting = container.WaitForAsync(Wait.ForPort(80), Token);

        await DockerCli.GetOutputAsync("rm", "--force", container.Id);

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ContainerNotFoundException>();
        await container.Awaiting(it => it.WaitForAsync(Wait.ForFile("/"), Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Wait_continues_when_the_engine_restarts_the_container()
    {
        var spec = Spec("sh", "-c", "[ -e /second ] || { touch /second; exit 5; }; exec httpd -f -p 80") with
        {
            Restart = RestartPolicy.OnFailure,
            Publish = [80],
        };

        await using var container = await Image.Pull(Busybox).Run(spec)
            .WaitFor(Wait.All(Wait.ForPort(80), Wait.ForCommand("test", "-e", "/second")));

        (await container.InspectAsync(Token)).RestartCount.Should().Be(1);
    }

    [DockerFact]
    public async Task Wait_resolves_the_published_port_again_after_the_engine_restarts_the_container()
    {
        // The wait probes the first run too. After the restart the engine may publish another host port.
        var spec = Spec("sh", "-c", "[ -e /second ] || { touch /second; sleep 0.4; exit 5; }; exec httpd -f -p 80 -h /etc") with
        {
            Restart = RestartPolicy.OnFailure,
            Publish = [80],
        };

        await using var container = await Image.Pull(Busybox).Run(spec).WaitFor(Wait.ForHttp(80, "/passwd"));

        var address = await container.GetPublishedPortAsync(80, Token);
        address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)
            .Should().Be((await DockerCli.GetOutputAsync("port", container.Id, "80/tcp")).Split(':')[^1]);
    }

    [DockerFact]
    public async Task Wait_on_a_container_in_a_restart_loop_times_out_and_reports_the_restarts()
    {
        var spec = Spec("sh", "-c", "echo no; exit 5") with
        {
            Restart = RestartPolicy.Always,
            // Time for several restarts on a busy machine: only an exit that the wait has observed is reported.
            Wait = Wait.ForPort(80).WithTimeout(TimeSpan.FromSeconds(5)),
        };

        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.Message.Should().Contain("exit code 5").And.Contain("restarted ");
        (await ContainersAsync()).Should().BeEmpty();
    }
}
