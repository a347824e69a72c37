namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests <c>Wait.ForHealthy</c>.</summary>
public sealed class HealthWaitTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.HealthChecks)]
    public async Task Health_wait_ends_when_the_health_check_succeeds()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(SpecWithHealthCheck("test -e /ready", "sleep 0.5; touch /ready; exec sleep infinity") with { Wait = Wait.ForHealthy() });

        (await InspectAsync(container.Id)).GetProperty("State").GetProperty("Health").GetProperty("Status").GetString()
            .Should().Be("healthy");
    }

    [DockerFact]
    [Requires(EngineFeature.HealthChecks)]
    public async Task Health_wait_on_an_unhealthy_container_fails_with_the_output_of_the_check()
    {
        var spec = SpecWithHealthCheck("echo the disk is full; exit 1", "echo started; exec sleep infinity") with
        {
            Wait = Wait.ForHealthy(),
        };

        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<WaitFailedException>();

        failure.Which.Message.Should().Contain("the container turned unhealthy").And.Contain("health: unhealthy")
            .And.Contain("the disk is full").And.Contain("started");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Health_wait_of_a_container_that_exits_throws_ContainerExited()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var spec = Spec("sh", "-c", "sleep 0.7; exit 4") with
            {
                HealthCheck = HealthCheck.Shell("false") with { Interval = TimeSpan.FromSeconds(10) },
                Wait = Wait.ForHealthy(),
            };

            var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
                .Should().ThrowAsync<ContainerExitedException>();
            failure.Which.ExitCode.Should().Be(4);
        }
    }

    [DockerFact]
    [Requires(EngineFeature.ResourceLimits)]
    public async Task Health_wait_of_a_container_that_runs_out_of_memory_throws_ContainerExited()
    {
        var spec = Spec("sh", "-c", "sleep 0.3; tail /dev/zero") with
        {
            MemoryBytes = 16 << 20,
            MemorySwapBytes = 16 << 20,
            HealthCheck = HealthCheck.Shell("false") with { Interval = TimeSpan.FromSeconds(10) },
            Wait = Wait.ForHealthy(),
        };

        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<ContainerExitedException>();
        failure.Which.ExitCode.Should().Be(137);
        failure.Which.Message.Should().Contain("memory");
    }

    [DockerFact]
    [Requires(EngineFeature.HealthChecks, EngineFeature.Cgroups)]
    public async Task Health_wait_goes_on_after_a_pause_of_the_container()
    {
        await using var container = await Image.Pull(Busybox).Run(SpecWithHealthCheck("test -e /ready", "exec sleep infinity") with
        {
            HealthCheck = HealthCheck.Shell("test -e /ready") with { Interval = TimeSpan.FromSeconds(1), Retries = 30 },
        });
        var waiting = container.WaitForAsync(Wait.ForHealthy(), Token);
        await Task.Delay(300, Token);
        await container.PauseAsync(Token);
        await Task.Delay(600, Token);
        await container.UnpauseAsync(Token);
        await container.ExecAsync(["touch", "/ready"], Token);

        await waiting;
    }

    [DockerFact]
    [Requires(EngineFeature.HealthChecks)]
    public async Task Health_wait_allows_an_unhealthy_container_to_recover()
    {
        await using var container = await Image.Pull(Busybox).Run(SpecWithHealthCheck("test -e /ready", "exec sleep infinity"));
        await UntilAsync(async () =>
            (await InspectAsync(container.Id)).GetProperty("State").GetProperty("Health").GetProperty("Status").GetString() == "unhealthy");

        var waiting = container.WaitForAsync(Wait.ForHealthy(), Token);
        await container.ExecAsync(["touch", "/ready"], Token);

        await waiting;
    }

    [DockerFact]
    public async Task Health_wait_without_a_health_check_fails_with_a_hint()
    {
        var run = () => Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Wait = Wait.ForHealthy() }).ExecuteAsync(Token);

        (await run.Should().ThrowAsync<WaitFailedException>()).Which.Reason.Should().Contain("health check")
            .And.Contain("wait for a port, a log line or a command instead");
    }

    private ContainerSpec SpecWithHealthCheck(string check, string script) => Spec("sh", "-c", script) with
    {
        Customize = request => request.Healthcheck = new()
        {
            Test = ["CMD-SHELL", check],
            Interval = TimeSpan.FromMilliseconds(150),
            Retries = 8,
        },
    };
}
