namespace ContainerKit.Engine.Tests.Exec;

/// <summary>An exec that is not waited for any more ends in the container, seen from outside.</summary>
public sealed class ExecCancellationTests : EngineTest
{
    [DockerFact]
    public async Task Exec_timeout_kills_the_process()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("sh", "-c", "echo begun; echo oops >&2; exec sleep 31531") { Timeout = TimeSpan.FromSeconds(2) };

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecTimeoutException>();

        (await ProcessesAsync(container)).Should().NotContain("31531");
        failure.Which.Timeout.Should().Be(TimeSpan.FromSeconds(2));
        failure.Which.Should().BeEquivalentTo(new { Stdout = "begun\n", Stderr = "oops\n" });
        failure.Which.Message.Should().Contain("begun").And.Contain("oops").And.Contain("2 s").And.Contain("killed").And.Contain("Timeout");
    }

    [DockerFact]
    public async Task Exec_that_exits_within_its_timeout_succeeds()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(new ExecSpec("echo", "done") { Timeout = TimeSpan.FromSeconds(50) }, Token)).Stdout.Should().Be("done\n");
    }

    [DockerFact]
    public async Task Canceled_exec_of_another_user_is_killed()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var spec = new ExecSpec("sh", "-c", "echo begun; exec sleep 31534") { User = "1234", OnLine = _ => cancel.Cancel() };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await ProcessesAsync(container)).Should().NotContain("31534");
    }

    [DockerFact]
    public async Task Canceling_one_exec_does_not_affect_others()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var neighbour = container.ExecAsync(["sh", "-c", "until [ -e /go ]; do sleep 0.1; done; echo done"], Token);
        var spec = new ExecSpec("sh", "-c", "echo begun; exec sleep 31535") { OnLine = _ => cancel.Cancel() };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        await container.ExecAsync(["touch", "/go"], Token);

        (await neighbour).Stdout.Should().Be("done\n");
    }

    [DockerFact]
    public async Task Exec_throws_when_its_container_is_removed()
    {
        await using var container = await SleeperAsync();
        var begun = new TaskCompletionSource();
        var running = container.ExecAsync(new ExecSpec("sh", "-c", "echo begun; exec sleep 31536") { OnLine = _ => begun.SetResult() }, Token);
        await begun.Task.WaitAsync(Token);

        await DockerCli.AskAsync("rm", "-f", container.Id);

        // Either its end is seen first, as a killed process, or that there is nothing to ask any more.
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<ContainerKitException>();
    }

    [DockerFact]
    public async Task Exec_with_a_canceled_token_does_not_start()
    {
        await using var container = await SleeperAsync();
        var fired = new CancellationToken(canceled: true);

        var cancelled = await FluentActions.Awaiting(() => container.ExecAsync(["touch", "/x"], fired)).Should().ThrowAsync<OperationCanceledException>();

        cancelled.Which.CancellationToken.Should().Be(fired);
        (await container.ExecAsync(["ls", "/"], Token)).Stdout.Split('\n').Should().NotContain("x");
    }

    private static Task<string> ProcessesAsync(Container container) => DockerCli.AskAsync("top", container.Id);
}
