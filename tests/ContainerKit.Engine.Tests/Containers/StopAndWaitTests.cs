namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Stopping, killing, waiting, starting again and running to completion.</summary>
public sealed class StopAndWaitTests : EngineTest
{
    private const string WaitLoop = "echo ready; while :; do sleep 0.1; done";

    [DockerFact]
    public async Task Stopping_lets_the_process_exit_by_itself()
    {
        await using var container = await ReadyAsync("trap 'echo bye; exit 7' TERM; " + WaitLoop);

        await container.StopAsync(Token);

        var details = await container.InspectAsync(Token);
        details.Should().BeEquivalentTo(new { State = ContainerState.Exited, ExitCode = 7 });
        (await container.ToCompletionAsync(ExitCodes.Any, Token)).Stdout.Should().EndWith("bye\n");
    }

    [DockerFact]
    public async Task Completion_of_a_container_that_another_client_removes_reports_the_removal()
    {
        await using var container = await ReadyAsync(WaitLoop);
        var completion = container.ToCompletionAsync(ExitCodes.Any, Token);

        await DockerCli.GetOutputAsync("rm", "--force", container.Id);

        await FluentActions.Awaiting(() => completion).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Stopping_without_a_grace_period_kills_right_after_the_signal()
    {
        // The process ignores the signal, since a process that exits on it may be quicker than the kill.
        await using var container = await ReadyAsync("trap '' TERM; " + WaitLoop);

        await container.StopAsync(TimeSpan.Zero, Token);

        (await container.WaitAsync(Token)).Should().Be(137);
    }

    [DockerFact]
    public async Task Stopping_kills_a_process_that_does_not_exit_within_the_grace_period()
    {
        await using var container = await ReadyAsync("trap '' TERM; " + WaitLoop);

        await container.StopAsync(TimeSpan.FromSeconds(1), Token);

        (await container.WaitAsync(Token)).Should().Be(137);
    }

    [DockerFact]
    public async Task Stopping_uses_the_stop_signal_of_the_image()
    {
        // The nginx image sets SIGQUIT as its stop signal, on which nginx exits with 0.
        await using var container = await Image.Pull("nginx:1.22").Run(Spec() with { Publish = [80] });
        await NginxTests.GetAsync(container);

        await container.StopAsync(Token);

        (await container.WaitAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    public async Task Stopping_an_exited_container_does_not_throw()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("true"));
        await container.WaitAsync(Token);

        await container.StopAsync(Token);
    }

    [DockerFact]
    public async Task Killing_sends_a_signal_by_name_or_number()
    {
        await using var container = await ReadyAsync("trap 'echo one' HUP; trap 'echo two; exit 9' USR1; " + WaitLoop);

        await container.KillAsync("1", Token);
        await WaitForLineAsync(container, "one");
        await container.KillAsync("USR1", Token);

        (await container.WaitAsync(Token)).Should().Be(9);
    }

    [DockerFact]
    public async Task Killing_without_a_signal_sends_SIGKILL()
    {
        await using var container = await SleeperAsync();

        await container.KillAsync(Token);

        (await container.WaitAsync(Token)).Should().Be(137);
    }

    [DockerFact]
    public async Task Unknown_signal_is_rejected_with_the_known_signals()
    {
        await using var container = await SleeperAsync();

        await FluentActions.Awaiting(() => container.KillAsync("NOSUCH", Token))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*NOSUCH*SIGTERM*");
        await FluentActions.Awaiting(() => container.StopAsync("NOSUCH", TimeSpan.Zero, Token))
            .Should().ThrowAsync<ArgumentException>();

        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    public async Task Stopping_can_send_another_signal()
    {
        await using var container = await ReadyAsync("trap 'exit 5' USR1; trap 'exit 6' TERM; " + WaitLoop);

        await container.StopAsync("USR1", TimeSpan.FromSeconds(20), Token);

        (await DockerCli.GetOutputAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", container.Id))
            .Should().Be("exited 5");
        await container.StopAsync("USR1", TimeSpan.Zero, Token);
    }

    [DockerFact]
    public async Task Stopping_with_another_signal_kills_a_process_that_does_not_exit_within_the_grace_period()
    {
        await using var container = await ReadyAsync("trap '' HUP TERM; " + WaitLoop);

        await container.StopAsync("HUP", TimeSpan.FromSeconds(1), Token);

        (await container.InspectAsync(Token)).Should().BeEquivalentTo(new { State = ContainerState.Exited, ExitCode = 137 });
    }

    [DockerFact]
    public async Task Stopping_with_another_signal_also_stops_a_container_with_a_restart_policy()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "trap 'exit 5' USR1; " + WaitLoop) with { Restart = RestartPolicy.Always });
        await WaitForLineAsync(container, "ready");

        await container.StopAsync("USR1", TimeSpan.FromSeconds(20), Token);

        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Exited);
    }

    [DockerFact]
    public async Task Stopping_uses_the_StopTimeout_of_the_container()
    {
        var spec = Spec("sh", "-c", "trap '' TERM; " + WaitLoop)
            with
        { Customize = request => request.StopTimeout = TimeSpan.FromSeconds(1) };
        await using var container = await Image.Pull(Busybox).Run(spec);
        await WaitForLineAsync(container, "ready");

        // The default grace period of 10 seconds would not be over when this token is canceled.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(9));
        await container.StopAsync(deadline.Token);

        (await container.InspectAsync(Token))
            .Should().BeEquivalentTo(new { State = ContainerState.Exited, StopTimeout = TimeSpan.FromSeconds(1) });
    }

    [DockerFact]
    public async Task Killing_an_exited_container_throws_EngineApiException()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("true"));
        await container.WaitAsync(Token);

        await FluentActions.Awaiting(() => container.KillAsync(Token)).Should().ThrowAsync<EngineApiException>();
    }

    [DockerFact]
    public async Task Waiting_returns_the_exit_code_before_and_after_the_exit()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "sleep 0.2; exit 42"));

        (await container.WaitAsync(Token)).Should().Be(42);
        (await container.WaitAsync(Token)).Should().Be(42);
    }

    [DockerFact]
    public async Task Canceled_wait_leaves_the_container_running()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var waiting = container.WaitAsync(cancel.Token);
        await cancel.CancelAsync();

        (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    public async Task Exited_container_can_be_started_again()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo x >> /count; wc -l < /count"));
        await container.WaitAsync(Token);

        await container.StartAsync(Token);

        var result = await container.ToCompletionAsync(Token);
        result.Stdout.Should().Be("1\n2\n", "the log continues after a start");
    }

    [DockerFact]
    public async Task Starting_a_running_container_does_not_throw()
    {
        await using var container = await SleeperAsync();

        await container.StartAsync(Token);
    }

    [DockerFact]
    public async Task ToCompletion_of_a_running_container_waits_for_its_exit()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo out; sleep 0.2; echo err >&2; exit 4"));

        var failure = await FluentActions.Awaiting(() => container.ToCompletionAsync(Token))
            .Should().ThrowAsync<RunFailedException>();

        failure.Which.Result.Should().BeEquivalentTo(new { ExitCode = 4, Stdout = "out\n", Stderr = "err\n" });
        // Methods of a handle do not remove the container.
        (await ContainersAsync()).Should().Equal(container.Id);
    }

    [DockerFact]
    public async Task ToCompletion_returns_a_last_line_without_a_line_end()
    {
        // Twelve containers keep the engine busy. A busy engine can drop such a line from a followed log:
        // https://github.com/moby/moby/issues/43860 (observed with Docker Engine 20.10.24).
        var results = await Plan.All([.. Enumerable.Range(0, 12).Select(_ =>
            Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2; printf tail"))
                .Do((_, _) => Task.CompletedTask).ToCompletion())]);

        results.Should().OnlyContain(result => result.Stdout == "out\ntail" && result.Stderr == "err\n");
    }

    [DockerFact]
    public async Task ToCompletion_of_a_restarting_container_waits_for_one_exit_and_returns_its_output()
    {
        var spec = Spec("sh", "-c", "echo run; [ -e /seen ] || { touch /seen; exit 1; }")
            with
        { Restart = RestartPolicy.OnFailure };
        await using var container = await Image.Pull(Busybox).Run(spec);

        var result = await container.ToCompletionAsync(ExitCodes.Any, Token);

        result.Stdout.Should().StartWith("run\n");
    }

    private async Task<Container> ReadyAsync(string script)
    {
        var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", script));
        await WaitForLineAsync(container, "ready");
        return container;
    }

    private static async Task WaitForLineAsync(Container container, string text)
    {
        await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }, Token))
        {
            if (line.Text == text) return;
        }
    }
}
