using ContainerKit.Containers;

namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests the errors of waits that fail, time out or are canceled.</summary>
public sealed class WaitErrorTests : EngineTest
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(300);

    [DockerFact]
    public async Task Timed_out_wait_reports_the_last_result_the_state_and_the_log_tail()
    {
        var spec = Spec("sh", "-c", "seq 100; exec sleep infinity") with
        {
            Name = Unique("late"),
            // The time for a command in the container, because the ports of a container are not visible with each engine.
            Wait = Wait.ForPort(5432).WithTimeout(TimeSpan.FromSeconds(3)),
        };

        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.Message.Should().Contain("wait for port 5432").And.Contain(Unique("late")).And.Contain("from busybox")
            .And.Contain("within 3 s").And.Contain("Last result: nothing listens on port 5432 in the container.")
            .And.Contain("State: running.")
            .And.Contain("\n  51\n").And.Contain("\n  100\n").And.NotContain("\n  50\n").And.Contain("WithTimeout(...)")
            .And.Contain("Cleaned up");
        failure.Which.LogTail.Split('\n').Should().HaveCount(50);
        failure.Which.Step.Should().Contain("wait for port 5432");
    }

    [DockerFact]
    [Requires(EngineFeature.ResourceLimits)]
    public async Task Wait_on_a_container_that_runs_out_of_memory_reports_it()
    {
        var spec = Spec("sh", "-c", "echo filling; sleep 0.2; tail /dev/zero") with
        {
            MemoryBytes = 16 << 20,
            Wait = Wait.ForFile("/never"),
        };

        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<ContainerExitedException>();

        failure.Which.ExitCode.Should().Be(137);
        failure.Which.Message.Should().Contain("out of memory").And.Contain("filling").And.Contain("Last result: not there");
    }

    [DockerFact]
    public async Task Exception_of_a_wait_callback_is_the_last_result_of_the_wait()
    {
        await using var container = await SleeperAsync();
        var wait = Wait.For("the queue", (_, _) => throw new InvalidOperationException("the queue is empty")).WithTimeout(_timeout);

        (await container.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>())
            .Which.LastResult.Should().Be("InvalidOperationException: the queue is empty");
    }

    [DockerFact]
    public async Task Timeout_inside_a_wait_callback_does_not_cancel_the_wait()
    {
        await using var container = await SleeperAsync();
        var probes = 0;
        var wait = Wait.For("the third probe", async (_, _) =>
        {
            if (++probes == 3) return true;
            using var timeout = new CancellationTokenSource(10);
            await Task.Delay(Timeout.Infinite, timeout.Token);
            return true;
        });

        await container.WaitForAsync(wait, Token);

        probes.Should().Be(3);
    }

    [DockerFact]
    public async Task Wait_is_canceled_when_its_callback_turns_the_cancellation_into_another_exception()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var wait = Wait.For("never", async (_, token) =>
        {
            await cancel.CancelAsync();
            token.IsCancellationRequested.Should().BeTrue();
            throw new IOException("the connection was closed");
        });

        (await container.Awaiting(it => it.WaitForAsync(wait, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [DockerFact]
    public async Task Wait_times_out_when_its_callback_ignores_the_token()
    {
        await using var container = await SleeperAsync();
        using var release = new SemaphoreSlim(0);
        var probes = 0;
        var wait = Wait.For("never", async (_, _) =>
        {
            probes++;
            await release.WaitAsync(Token);
            return false;
        }).WithTimeout(_timeout);

        await container.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>();

        release.Release();
        await Task.Delay(300, Token);
        probes.Should().Be(1);
    }

    [DockerFact]
    public async Task Command_wait_with_a_missing_command_throws_immediately()
    {
        await using var container = await SleeperAsync();

        await container.Awaiting(it => it.WaitForAsync(Wait.ForCommand("pg_isready"), Token))
            .Should().ThrowAsync<CommandNotFoundException>();
    }

    [DockerFact]
    public async Task Command_wait_ends_a_hanging_command_when_it_times_out()
    {
        await using var container = await SleeperAsync();

        await container.Awaiting(it => it.WaitForAsync(Wait.ForCommand("sleep", "12345").WithTimeout(_timeout), Token))
            .Should().ThrowAsync<WaitTimeoutException>();

        (await ProcessesAsync(container)).Should().NotContain("12345");
    }

    [DockerFact]
    public async Task Wait_on_a_container_that_was_never_started_throws_WaitFailed()
    {
        var id = await DockerCli.GetOutputAsync(
            "create", "--label", $"{Mark.Single().Key}={Mark.Single().Value}", Busybox, "sleep", "infinity");
        await using var container = Container.From(new ContainerClient(
            DockerEngine.Default.ApiClient, id, "sleeper", ImageReference.Parse(Busybox), creationInfo: null));

        (await container.Awaiting(it => it.WaitForAsync(Wait.ForPort(80), Token)).Should().ThrowAsync<WaitFailedException>())
            .Which.Reason.Should().Be("the container has not been started");
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Wait_on_a_paused_container_continues_after_the_unpause()
    {
        await using var container = await SleeperAsync();
        await DockerCli.GetOutputAsync("pause", container.Id);

        var waiting = container.WaitForAsync(Wait.ForCommand("true"), Token);
        await container.Awaiting(it => it.WaitForAsync(Wait.ForCommand("true").WithTimeout(_timeout), Token))
            .Should().ThrowAsync<WaitTimeoutException>().WithMessage("*is paused*");
        await DockerCli.GetOutputAsync("unpause", container.Id);

        await waiting;
    }
}
