namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Every state of a container and the transitions between them, checked with the Docker CLI.</summary>
public sealed class StateTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Container_state_follows_every_lifecycle_operation()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("sleep", "infinity"));
        await ShouldHaveStateAsync(container, "created", ContainerState.Created);

        await container.StartAsync(Token);
        await ShouldHaveStateAsync(container, "running", ContainerState.Running);

        await container.PauseAsync(Token);
        await ShouldHaveStateAsync(container, "paused", ContainerState.Paused);
        (await container.InspectAsync(Token))
            .Should().BeEquivalentTo(new { IsRunning = true, IsPaused = true, IsRestarting = false });

        await container.UnpauseAsync(Token);
        await ShouldHaveStateAsync(container, "running", ContainerState.Running);

        await container.StopAsync(TimeSpan.Zero, Token);
        await ShouldHaveStateAsync(container, "exited", ContainerState.Exited);

        await container.RestartAsync(TimeSpan.Zero, Token);
        await ShouldHaveStateAsync(container, "running", ContainerState.Running);

        await container.KillAsync(Token);
        await container.WaitAsync(Token);
        await ShouldHaveStateAsync(container, "exited", ContainerState.Exited);

        await container.RemoveAsync(new RemoveOptions { Force = false, IgnoreMissing = false }, Token);
        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Restarting_a_container_replaces_its_process()
    {
        await using var container = await SleeperAsync();
        var before = await container.InspectAsync(Token);

        await container.RestartAsync(TimeSpan.Zero, Token);

        var after = await container.InspectAsync(Token);
        after.ProcessId.Should().NotBe(before.ProcessId).And.NotBe(0);
        after.StartedAt.Should().BeAfter(before.StartedAt!.Value);
        (await DockerCli.GetOutputAsync("inspect", "--format", "{{.State.Pid}}", container.Id)).Should().Be($"{after.ProcessId}");
    }

    [DockerFact]
    [Requires(EngineFeature.RestartingState)]
    public async Task Container_that_keeps_failing_is_in_the_state_Restarting()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("false") with { Restart = RestartPolicy.Always });

        // The engine doubles the delay before each restart, so most of the time the container is in this state.
        await UntilAsync(async () =>
            (await container.InspectAsync(Token)) is { State: ContainerState.Restarting, RestartCount: > 1 });

        var filter = new ContainerFilter { Names = [container.Name], States = [ContainerState.Restarting] };
        await UntilAsync(async () => (await Container.List(filter)) is [{ State: ContainerState.Restarting, ExitCode: 1 }]);
        await container.StopAsync(TimeSpan.Zero, Token);
        await ShouldHaveStateAsync(container, "exited", ContainerState.Exited);
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Operation_that_the_state_does_not_allow_throws_with_the_message_of_the_engine()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("sleep", "infinity"));
        await ThrowsAsync(token => container.PauseAsync(token), "is not running");
        await ThrowsAsync(token => container.UnpauseAsync(token), "is not paused");
        await ThrowsAsync(token => container.KillAsync(token), "is not running");
        await ThrowsAsync(token => container.TopAsync(token), "is not running");
        await container.StopAsync(Token);
        await ShouldHaveStateAsync(container, "created", ContainerState.Created);

        await container.StartAsync(Token);
        await container.PauseAsync(Token);
        await ThrowsAsync(token => container.PauseAsync(token), "already paused");
        await ThrowsAsync(token => container.StartAsync(token), "paused");
        // A paused container can be stopped.
        await container.StopAsync(TimeSpan.Zero, Token);
        await ShouldHaveStateAsync(container, "exited", ContainerState.Exited);

        async Task ThrowsAsync(Func<CancellationToken, Task> operation, string engineMessage)
        {
            var failure = await FluentActions.Awaiting(() => operation(Token)).Should().ThrowAsync<EngineApiException>();
            // Podman: "can only kill running containers. ... is in state created: container state improper".
            // Of a list of processes: "top can only be used on running containers".
            failure.Which.Message.Should().Match(message => message.Contains(engineMessage)
                    || message.Contains("container state improper") || message.Contains("only be used on running containers"))
                .And.Contain(container.Name);
        }
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Plan_can_change_the_state_of_its_container_repeatedly()
    {
        var plan = Image.Pull(Busybox).Create(Spec("sleep", "infinity"))
            .Start().Rename(Unique("chained")).Pause().Unpause().Restart(TimeSpan.Zero)
            .Exec("touch", "/x").Kill("TERM").Kill().WaitForExit(ExitCodes.Of(137)).Start().Stop(TimeSpan.Zero);

        await using var container = await plan;

        plan.ToString().Should().Be(
            $"pull busybox:latest → create sleep infinity → start → rename {Unique("chained")} → pause → unpause → restart within 0 s "
            + "→ exec touch /x → kill with TERM → kill → wait for exit → start → stop within 0 s");
        container.Name.Should().Be(Unique("chained"));
        await ShouldHaveStateAsync(container, "exited", ContainerState.Exited);
        (await container.ChangesAsync(Token)).Should().Contain(new FileChange("/x", FileChangeKind.Added));
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Failing_step_removes_the_container_of_its_plan()
    {
        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Create(Spec("true")).Pause().ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>();

        failure.Which.Step.Should().Be("pause");
        failure.Which.RemovedResources.Should().ContainSingle();
        (await ContainersAsync()).Should().BeEmpty();
    }

    private static async Task ShouldHaveStateAsync(Container container, string status, ContainerState state)
    {
        // Podman reports "stopped" until it has cleaned up an exited container.
        (await DockerCli.GetOutputAsync("inspect", "--format", "{{.State.Status}}", container.Id))
            .Replace("stopped", "exited", StringComparison.Ordinal).Should().Be(status);
        (await container.InspectAsync(Token)).State.Should().Be(state);
    }
}
