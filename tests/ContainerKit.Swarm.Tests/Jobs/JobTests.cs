using System.Collections.Concurrent;

namespace ContainerKit.Swarm.Tests.Jobs;

public sealed class JobTests : SwarmTest
{
    [SwarmFact]
    public async Task Job_returns_the_output_and_the_exit_code_of_each_task()
    {
        var name = Unique("job");
        var spec = new JobSpec(
        [
            new JobTask("sh", "-c", "echo out $JOB_TASK_INDEX of $JOB_TASK_COUNT; echo err >&2"),
            new JobTask("sh", "-c", "echo $WORD; exit 3")
            {
                Name = "fails",
                Environment = new Dictionary<string, string> { ["WORD"] = "bye" },
            },
            new JobTask("printf", "no line end"),
            new JobTask("/no/such/program"),
        ])
        { Name = name };

        var result = await Image.Pull(Busybox).RunJob(spec).On(Manager).ExecuteAsync(Token);

        result.Tasks.Select(task => $"{task.Name} {task.ExitCode} {task.Attempts} [{task.Stdout}] [{task.Stderr}]").Take(3).Should().Equal(
            "0 0 1 [out 0 of 4\n] [err\n]", "fails 3 1 [bye\n] []", "2 0 1 [no line end] []");
        result.Tasks[3].IsSuccess.Should().BeFalse();
        (result.Tasks[3].Error + result.Tasks[3].ExitCode).Should().NotBeEmpty();
        result.Tasks.Should().OnlyContain(task => task.OutputError == null);
        var ensure = () => result.EnsureSuccess();
        ensure.Should().Throw<JobTasksFailedException>().WithMessage("2 of 4 tasks*fails*exit code 3*bye*");
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().BeEmpty();
    }

    [SwarmFact]
    public async Task Failed_task_is_repeated_up_to_its_retries_and_no_further()
    {
        var attempts = new ConcurrentBag<int>();
        var spec = JobSpec.Repeat(2, "sh", "-c", "echo try; exit 1") with
        {
            Retries = 1,
            RetryDelay = TimeSpan.FromSeconds(1),
            OnResult = task => attempts.Add(task.Attempts),
        };

        var result = await Image.Pull(Busybox).RunJob(spec).On(Manager).ExecuteAsync(Token);

        result.Tasks.Should().OnlyContain(task => task.ExitCode == 1 && task.Stdout == "try\n");
        attempts.Should().HaveCount(2);
        result.Tasks.Should().OnlyContain(task => task.Attempts == 2);
    }

    [SwarmFact]
    public async Task No_more_tasks_run_at_the_same_time_than_the_limit_permits()
    {
        var name = Unique("limit");
        var running = Image.Pull(Busybox).RunJob(JobSpec.Repeat(9, "sleep", "1") with { Name = name, MaxConcurrent = 3 })
            .On(Manager).ExecuteAsync(Token);
        var most = 0;
        while (!running.IsCompleted)
        {
            var states = await SwarmCli.GetLinesAsync("service", "ls", "--filter", $"name={name}", "--format", "{{.Replicas}}");
            most = Math.Max(most, states.Count(state => state.StartsWith("1/1", StringComparison.Ordinal)));
        }

        (await running).EnsureSuccess().Tasks.Should().HaveCount(9);
        most.Should().BeInRange(1, 3);
    }

    [SwarmFact]
    public async Task Canceled_job_stops_its_tasks_and_leaves_no_service()
    {
        var name = Unique("stop");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Image.Pull(Busybox).RunJob(JobSpec.Repeat(6, "sleep", "infinity") with
        {
            Name = name,
            Service = new ServiceSpec { StopSignal = "SIGKILL", ContainerLabels = new Dictionary<string, string> { [name] = "" } },
        }).On(Manager).ExecuteAsync(cancel.Token);
        await UntilAsync(async () => (await ContainersAsync(name)).Count > 0);

        await cancel.CancelAsync();

        await ((Func<Task>)(() => running)).Should().ThrowAsync<OperationCanceledException>();
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().BeEmpty();
        await UntilAsync(async () => (await ContainersAsync(name)).Count == 0);
    }

    [SwarmFact]
    public async Task Job_without_a_suitable_node_throws_NoSuitableNode()
    {
        var job = () => Image.Pull(Busybox).RunJob(JobSpec.Repeat(1, "true") with
        {
            Name = Unique("nowhere"),
            SchedulingTimeout = TimeSpan.FromSeconds(8),
            Service = new ServiceSpec { Constraints = ["node.labels.disk==fast"] },
        }).On(Manager).ExecuteAsync(Token);

        (await job.Should().ThrowAsync<NoSuitableNodeException>()).Which.Message.Should().Contain("no suitable node");
    }

    [SwarmFact]
    public async Task Deployed_job_completes_or_throws_with_the_log_of_the_failed_task()
    {
        await using var job = await Image.Pull(Busybox).Deploy(
            Unique("native"), new ServiceSpec("true")
            {
                Mode = ServiceMode.ReplicatedJob,
                Replicas = 4,
                MaxConcurrent = 2,
                // Before the timeout of the test, so that the exception shows the tasks.
                ConvergenceTimeout = TimeSpan.FromMinutes(2),
            })
            .On(Manager).ExecuteAsync(Token);
        (await job.TasksAsync(Token)).Should().HaveCount(4)
            .And.OnlyContain(task => task.State == ServiceTaskState.Complete && task.ExitCode == 0);
        await using var global = await Image.Pull(Busybox).Deploy(
            Unique("globaljob"), new ServiceSpec("true") { Mode = ServiceMode.GlobalJob }).On(Manager).ExecuteAsync(Token);
        (await global.TasksAsync(Token)).Should().HaveCount(3).And.OnlyContain(task => task.State == ServiceTaskState.Complete);

        var failing = () => Image.Pull(Busybox).Deploy(Unique("failing"), new ServiceSpec("sh", "-c", "echo the reason; exit 7")
        {
            Mode = ServiceMode.ReplicatedJob,
            Restart = new ServiceRestartPolicy { Condition = ServiceRestartCondition.None },
        }).On(Manager).ExecuteAsync(Token);

        var failure = (await failing.Should().ThrowAsync<JobFailedException>()).Which;
        failure.FailedTask.ExitCode.Should().Be(7);
        failure.Output.Should().Contain("the reason");
        failure.Message.Should().Contain("the reason").And.Contain("exit code 7");
    }

    [SwarmFact]
    public async Task Tasks_read_their_secrets_and_configs_from_files()
    {
        await using var secret = await SwarmSecret.Create(Unique("secret"), "hidden").On(Manager).ExecuteAsync(Token);
        await using var config = await SwarmConfig.Create(Unique("config"), "visible").On(Manager).ExecuteAsync(Token);

        const string Script = "cat /run/secrets/key /etc/site.conf; stat -c %a:%u /etc/site.conf";
        var result = await Image.Pull(Busybox).RunJob(JobSpec.Repeat(3, "sh", "-c", Script) with
        {
            Service = new ServiceSpec
            {
                Secrets = [new ServiceFileReference(secret.Name) { Target = "key" }],
                Configs = [new ServiceFileReference(config.Name) { Target = "/etc/site.conf", Uid = "7", Mode = UnixFileMode.UserRead }],
            },
        }).On(Manager).ExecuteAsync(Token);

        result.EnsureSuccess().Tasks.Should().OnlyContain(task => task.Stdout == "hiddenvisible400:7\n");
    }

    [SwarmFact]
    public async Task Removed_job_stops_its_tasks()
    {
        var name = Unique("remove");
        foreach (var mode in (ServiceMode[])[ServiceMode.ReplicatedJob, ServiceMode.GlobalJob])
        {
            await using var job = await Image.Pull(Busybox).Deploy($"{name}-{mode}", new ServiceSpec("sleep", "infinity")
            {
                Mode = mode,
                Detach = true,
                StopSignal = "SIGKILL",
                ContainerLabels = new Dictionary<string, string> { [name] = "" },
            }).On(Manager).ExecuteAsync(Token);
            await UntilAsync(async () => (await ContainersAsync(name)).Count > 0);

            await job.RemoveAsync(Token);

            await UntilAsync(async () => (await ContainersAsync(name)).Count == 0);
        }
    }

    private static async Task<List<string>> ContainersAsync(string label)
    {
        var containers = new List<string>();
        for (var node = 1; node <= 3; node++)
            containers.AddRange((await SwarmCli.GetOutputAsync(node, "ps", "--filter", $"label={label}", "-q"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return containers;
    }
}
