namespace ContainerKit.Swarm.Tests.Services;

public sealed class UpdateTests : SwarmTest
{
    private static readonly UpdatePolicy _quick = new() { Monitor = TimeSpan.FromSeconds(1), Parallelism = 0 };

    // A node can report the end of a task more than a second after its start.
    private static readonly UpdatePolicy _thorough = _quick with { Monitor = TimeSpan.FromSeconds(4) };

    private static readonly ServiceSpec _sleeper = new("sleep", "infinity")
    {
        Replicas = 2,
        StopSignal = "SIGKILL",
        EndpointMode = EndpointMode.Dnsrr,
        Update = _quick,
        Rollback = _quick,
        Restart = new ServiceRestartPolicy { Delay = TimeSpan.FromSeconds(1) },
        Environment = new Dictionary<string, string> { ["KEEP"] = "1", ["DROP"] = "2" },
    };

    [SwarmFact]
    public async Task Update_changes_the_tasks_and_rollback_restores_them()
    {
        var name = Unique("update");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper).On(Manager).ExecuteAsync(Token);

        await service.UpdateAsync(
            new ServiceUpdate
            {
                Image = "nginx",
                Environment = new Dictionary<string, string?> { ["ADD"] = "3", ["DROP"] = null },
                Command = ["sleep", "1000000"],
                Labels = new Dictionary<string, string?> { ["stage"] = "two" },
            },
            Token);

        (await InspectAsync(name, "{{.Spec.TaskTemplate.ContainerSpec.Env}} {{.Spec.TaskTemplate.ContainerSpec.Args}}"))
            .Should().Be("[KEEP=1 ADD=3] [sleep 1000000]");
        (await InspectAsync(name, "{{.UpdateStatus.State}} {{.Spec.Labels.stage}}")).Should().Be("completed two");
        (await InspectAsync(name, "{{.Spec.TaskTemplate.ContainerSpec.Image}}")).Should().StartWith("nginx:latest@sha256:");
        (await RunningAsync(name)).Should().Be(2);

        await service.RollbackAsync(Token);

        (await InspectAsync(name, "{{.UpdateStatus.State}} {{.Spec.TaskTemplate.ContainerSpec.Args}}"))
            .Should().Be("rollback_completed [sleep infinity]");
        (await RunningAsync(name)).Should().Be(2);
    }

    [SwarmFact]
    public async Task Update_whose_tasks_fail_is_rolled_back_and_throws()
    {
        var name = Unique("back");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper with
        {
            Update = _thorough with { FailureAction = UpdateFailureAction.Rollback, Parallelism = 1 },
        }).On(Manager).ExecuteAsync(Token);

        var update = () => service.UpdateAsync(new ServiceUpdate { Command = ["sh", "-c", "exit 3"] }, Token);

        var failure = (await update.Should().ThrowAsync<ServiceUpdateException>()).Which;
        failure.State.Should().Be(ServiceUpdateState.RollbackCompleted);
        failure.Message.Should().Contain("exit code 3");
        (await InspectAsync(name, "{{.UpdateStatus.State}} {{.Spec.TaskTemplate.ContainerSpec.Args}}"))
            .Should().Be("rollback_completed [sleep infinity]");
        (await RunningAsync(name)).Should().Be(2);
    }

    [SwarmFact]
    public async Task Update_whose_tasks_fail_is_paused_and_throws()
    {
        var name = Unique("pause");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper with
        {
            // The delay keeps the second task from being updated before the failure of the first one is seen.
            Update = _thorough with { Parallelism = 1, Delay = TimeSpan.FromSeconds(10) },
        }).On(Manager).ExecuteAsync(Token);

        var update = () => service.UpdateAsync(new ServiceUpdate { Command = ["sh", "-c", "exit 3"] }, Token);

        (await update.Should().ThrowAsync<ServiceUpdateException>()).Which.State.Should().Be(ServiceUpdateState.Paused);
        (await InspectAsync(name, "{{.UpdateStatus.State}}")).Should().Be("paused");
        // The task that was not updated still runs.
        (await RunningAsync(name)).Should().Be(1);
    }

    [SwarmFact]
    public async Task Wait_after_a_completed_update_waits_for_the_present_tasks()
    {
        var name = Unique("failing");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper with
        {
            Update = _thorough with { FailureAction = UpdateFailureAction.Continue },
        }).On(Manager).ExecuteAsync(Token);
        await service.UpdateAsync(new ServiceUpdate { Command = ["sh", "-c", "exit 3"] }, Token);
        (await InspectAsync(name, "{{.UpdateStatus.State}}")).Should().Be("completed");

        var wait = () => service.WaitUntilConvergedAsync(TimeSpan.FromSeconds(8), Token);

        (await wait.Should().ThrowAsync<ServiceNotConvergedException>()).Which.Message.Should().Contain("exit code 3");
    }

    [SwarmFact]
    public async Task Update_with_a_spec_replaces_the_whole_description()
    {
        var name = Unique("whole");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper).On(Manager).ExecuteAsync(Token);

        await service.UpdateAsync(
            new ServiceUpdate { Spec = new ServiceSpec("sleep", "5000") { StopSignal = "SIGKILL", Update = _quick, Replicas = 1 } }, Token);

        (await InspectAsync(name, "{{len .Spec.TaskTemplate.ContainerSpec.Env}} {{.Spec.TaskTemplate.ContainerSpec.Args}}"))
            .Should().Be("0 [sleep 5000]");
        (await RunningAsync(name)).Should().Be(1);
    }

    [SwarmFact]
    public async Task Update_of_the_image_changes_its_platforms_as_the_docker_cli_does()
    {
        var (name, other) = (Unique("platform"), Unique("cli-platform"));
        var spec = _sleeper with { ResolveImage = false, Replicas = 0, Detach = true };
        await using var service = await Image.Pull(Busybox).Deploy(name, spec).On(Manager).ExecuteAsync(Token);
        await SwarmCli.GetOutputAsync("service", "create", "--detach", "--name", other, "--no-resolve-image", "--replicas", "0", Busybox);
        try
        {
            const string Platforms = "{{json .Spec.TaskTemplate.Placement.Platforms}}";
            (await InspectAsync(name, Platforms)).Should().Be("null");

            await service.UpdateAsync(new ServiceUpdate { Image = "nginx", Detach = true }, Token);
            await SwarmCli.GetOutputAsync("service", "update", "--detach", "--image", "nginx", other);

            var expected = await InspectAsync(other, Platforms);
            expected.Should().Contain("linux");
            (await InspectAsync(name, Platforms)).Should().Be(expected);
            await service.UpdateAsync(new ServiceUpdate { Spec = spec, Detach = true }, Token);
            (await InspectAsync(name, Platforms)).Should().Be(expected, "the image is the same");
        }
        finally
        {
            await SwarmCli.GetOutputAsync("service", "rm", other);
        }
    }

    [SwarmFact]
    public async Task Forced_update_with_a_spec_replaces_the_tasks_each_time()
    {
        var name = Unique("forced");
        var spec = _sleeper with { Replicas = 1 };
        await using var service = await Image.Pull(Busybox).Deploy(name, spec).On(Manager).ExecuteAsync(Token);
        var first = (await service.TasksAsync(Token)).Single().Id;

        await service.UpdateAsync(new ServiceUpdate { Spec = spec, Force = true }, Token);
        await service.UpdateAsync(new ServiceUpdate { Spec = spec, Force = true }, Token);

        (await service.TasksAsync(Token)).Should().HaveCount(3);
        await service.UpdateAsync(new ServiceUpdate { Spec = spec }, Token);
        var tasks = await service.TasksAsync(Token);
        tasks.Should().HaveCount(3, "nothing changed");
        tasks.Single(task => task.State == ServiceTaskState.Running).Id.Should().NotBe(first);
    }

    private static Task<string> InspectAsync(string name, string format) =>
        SwarmCli.GetOutputAsync("service", "inspect", name, "--format", format);

    private static async Task<int> RunningAsync(string name) =>
        (await SwarmCli.GetLinesAsync("service", "ps", name, "--format", "{{.CurrentState}}"))
            .Count(state => state.StartsWith("Running", StringComparison.Ordinal));
}
