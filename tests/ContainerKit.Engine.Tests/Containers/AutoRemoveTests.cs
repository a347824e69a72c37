namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Tests containers that the engine removes at their exit, as with <c>docker run --rm</c>.</summary>
public sealed class AutoRemoveTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Foreground_run_has_the_exit_code_and_the_output_each_time()
    {
        foreach (var _ in Enumerable.Range(0, 8))
        {
            var result = await Image.Pull(Busybox).Run(Removed("echo hi; exit 4")).ToCompletion(ExitCodes.Any).ExecuteAsync(Token);
            (result.ExitCode, result.Stdout).Should().Be((4, "hi\n"));
            (await ContainersAsync()).Should().BeEmpty("the run waits for the removal, as docker run --rm does");
        }
    }

    [DockerFact]
    public async Task Foreground_run_has_its_result_if_the_Customize_hook_sets_the_removal()
    {
        var spec = Spec("sh", "-c", "echo hello && sleep 0.2") with { Customize = request => request.HostConfig!.AutoRemove = true };

        (await Image.Pull(Busybox).Run(spec).Output().ExecuteAsync(Token)).Should().Be("hello\n");
    }

    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Foreground_run_without_output_has_its_exit_code()
    {
        var result = await Image.Pull(Busybox).Run(Removed("exit 3")).ToCompletion(ExitCodes.Any).ExecuteAsync(Token);

        (result.ExitCode, result.Stdout).Should().Be((3, ""));
    }

    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Foreground_run_with_a_forbidden_exit_code_throws_with_the_output()
    {
        var run = async () => await Image.Pull(Busybox).Run(Removed("echo out; echo err >&2; exit 7")).Output();

        var failure = (await run.Should().ThrowAsync<RunFailedException>()).Which;
        (failure.Result.ExitCode, failure.Result.Stdout, failure.Result.Stderr).Should().Be((7, "out\n", "err\n"));
        failure.RemainingResources.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Foreground_run_of_a_missing_command_throws_CommandNotFound()
    {
        var run = async () => await Image.Pull(Busybox).Run(Spec("no-such-command") with { AutoRemove = true }).Output();

        await run.Should().ThrowAsync<CommandNotFoundException>();
    }

    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Completion_of_a_running_container_has_the_output_before_and_after_the_call()
    {
        await using var container = await Image.Pull(Busybox).Run(Removed("echo first; sleep 1; echo last; exit 5"));
        await UntilAsync(async () => await container.LogsAsync(Token).AnyAsync(Token));

        var result = await container.ToCompletionAsync(ExitCodes.Any, Token);

        (result.ExitCode, result.Stdout).Should().Be((5, "first\nlast\n"));
        await GoneAsync();
    }

    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Completion_of_a_found_container_has_its_output()
    {
        await using var container = await Image.Pull(Busybox).Run(Removed("sleep 1; echo last; exit 5"));
        var found = await DockerEngine.Default.FindContainerAsync(container.Name, Token);

        var result = await found.ToCompletionAsync(ExitCodes.Any, Token);

        (result.ExitCode, result.Stdout).Should().Be((5, "last\n"));
        await GoneAsync();
    }

    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Wait_for_the_exit_in_a_plan_has_the_exit_code()
    {
        await using var container = await Image.Pull(Busybox).Run(Removed("exit 2")).WaitForExit(ExitCodes.Any);

        var run = async () => await Image.Pull(Busybox).Run(Removed("exit 2")).WaitForExit();
        (await run.Should().ThrowAsync<RunFailedException>()).Which.Result.ExitCode.Should().Be(2);
    }

    [DockerFact]
    public async Task Attached_start_has_the_output_and_the_exit_code()
    {
        await using var container = await Image.Pull(Busybox).Create(Removed("echo shown; exit 6"));
        await using var terminal = await container.StartAttachedAsync(Token);

        (await terminal.ExpectEndAsync(Token)).Before.Should().Be("shown\n");
        (await terminal.WaitAsync(Token)).Should().Be(6);
        terminal.ExitCode.Should().Be(6);
    }

    [DockerFact]
    public async Task Attach_to_a_running_container_has_the_exit_code()
    {
        await using var container = await Image.Pull(Busybox).Run(Removed("sleep 1; exit 6"));
        await using var terminal = await container.AttachAsync(Token);

        (await terminal.WaitAsync(Token)).Should().Be(6);
    }

    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Wait_for_a_log_line_of_a_container_that_exits_throws_with_the_exit_code()
    {
        foreach (var wait in new[] { Wait.ForLog("never"), Wait.ForPort(80), Wait.ForCommand("false") })
        {
            var run = async () => await Image.Pull(Busybox).Run(Removed("sleep 0.3; exit 9") with { Wait = wait });

            (await run.Should().ThrowAsync<ContainerExitedException>(wait.ToString())).Which.ExitCode.Should().Be(9);
            await GoneAsync();
        }
    }

    [DockerFact]
    [Requires(EngineFeature.CompleteFollowedLogs)]
    public async Task Followed_log_has_all_lines_and_ends()
    {
        await using var container = await Image.Pull(Busybox).Run(Removed("sleep 0.5; seq 3"));

        var lines = await container.LogsAsync(new LogOptions { Follow = true }, Token).Select(line => line.Text).ToListAsync(Token);

        lines.Should().Equal("1", "2", "3");
        await GoneAsync();
    }

    [DockerFact]
    public async Task Stop_removes_the_container_and_disposing_its_handle_does_nothing()
    {
        foreach (var signal in new[] { null, "KILL" })
        {
            var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { AutoRemove = true, Init = true });
            if (signal is null) await container.StopAsync(TimeSpan.FromSeconds(5), Token);
            else await container.StopAsync(signal, TimeSpan.FromSeconds(5), Token);
            await GoneAsync();

            var report = await container.DisposeWithReportAsync();
            report.Remaining.Should().BeEmpty();
        }
    }

    [DockerFact]
    public async Task Created_container_has_the_option_of_docker_run()
    {
        await using var container = await Image.Pull(Busybox).Create(Removed("true"));

        (await InspectAsync(container.Id)).GetProperty("HostConfig").GetProperty("AutoRemove").GetBoolean().Should().BeTrue();
    }

    private Task GoneAsync() => UntilAsync(async () => (await ContainersAsync()).Count == 0);

    private ContainerSpec Removed(string script) => Spec("sh", "-c", script) with { AutoRemove = true };
}
