namespace ContainerKit.Engine.Tests.Exec;

/// <summary>Execs that end early: by a timeout, by cancellation or by the removal of their container.</summary>
public sealed class ExecCancellationTests : EngineTest
{
    [DockerFact]
    public async Task Exec_timeout_kills_the_process()
    {
        await using var container = await SleeperAsync();
        var spec =
            new ExecSpec("sh", "-c", "echo begun; echo oops >&2; exec sleep 31531") { Timeout = TimeSpan.FromSeconds(4) };

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(spec, Token))
            .Should().ThrowAsync<ExecTimeoutException>();

        (await ProcessesAsync(container)).Should().NotContain("31531");
        failure.Which.Timeout.Should().Be(TimeSpan.FromSeconds(4));
        failure.Which.Should().BeEquivalentTo(new { Stdout = "begun\n", Stderr = "oops\n" });
        failure.Which.Message.Should().Contain("begun")
            .And.Contain("oops").And.Contain("4 s").And.Contain("killed").And.Contain("Timeout");
    }

    [DockerFact]
    public async Task Exec_that_exits_within_its_timeout_succeeds()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(new ExecSpec("echo", "done") { Timeout = TimeSpan.FromSeconds(50) }, Token))
            .Stdout.Should().Be("done\n");
    }

    [DockerFact]
    public async Task Canceled_exec_of_another_user_is_killed()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var spec = new ExecSpec("sh", "-c", "echo begun; exec sleep 31534") { User = "1234", OnLine = _ => cancel.Cancel() };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await ProcessesAsync(container)).Should().NotContain("31534");
    }

    [DockerFact]
    public async Task Canceling_one_exec_does_not_affect_others()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var other = container.ExecAsync(["sh", "-c", "until [ -e /go ]; do sleep 0.1; done; echo done"], Token);
        var spec = new ExecSpec("sh", "-c", "echo begun; exec sleep 31535") { OnLine = _ => cancel.Cancel() };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        await container.ExecAsync(["touch", "/go"], Token);

        (await other).Stdout.Should().Be("done\n");
    }

    [DockerFact]
    public async Task Exec_throws_when_its_container_is_removed()
    {
        await using var container = await SleeperAsync();
        var started = new TaskCompletionSource();
        var running = container.ExecAsync(
            new ExecSpec("sh", "-c", "echo begun; exec sleep 31536") { OnLine = _ => started.SetResult() }, Token);
        await started.Task.WaitAsync(Token);

        await DockerCli.GetOutputAsync("rm", "-f", container.Id);

        // The exec fails either with the exit code of a killed process or because its container is missing.
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<ContainerKitException>();
    }

    [DockerFact]
    public async Task Exec_with_a_canceled_token_does_not_start()
    {
        await using var container = await SleeperAsync();
        var canceledToken = new CancellationToken(canceled: true);

        var canceled = await FluentActions.Awaiting(() => container.ExecAsync(["touch", "/x"], canceledToken))
            .Should().ThrowAsync<OperationCanceledException>();

        canceled.Which.CancellationToken.Should().Be(canceledToken);
        (await container.ExecAsync(["ls", "/"], Token)).Stdout.Split('\n').Should().NotContain("x");
    }
}
