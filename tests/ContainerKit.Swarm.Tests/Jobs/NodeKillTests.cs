using System.Collections.Concurrent;

namespace ContainerKit.Swarm.Tests.Jobs;

/// <summary>A job while nodes fail. <c>CONTAINERKIT_SWARM_REPEAT</c> repeats the test, to search for rare orders of events.</summary>
public sealed class NodeKillTests : SwarmTest
{
    private const int Tasks = 100;
    private const int Killed = 3;
    private const int Drained = 2;

    public static TheoryData<int> Runs =>
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("CONTAINERKIT_SWARM_REPEAT"), out var count) ? count : 1)];

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Runs))]
    public async Task Job_of_100_tasks_has_each_result_once_while_a_node_is_killed_and_another_is_drained(int run)
    {
        var results = new ConcurrentQueue<JobTaskResult>();
        var drainedNode = await SwarmCli.GetOutputAsync(Drained, "info", "--format", "{{.Name}}");
        var killedNode = await SwarmCli.GetOutputAsync(Killed, "info", "--format", "{{.Name}}");
        var job = Image.Pull(Busybox).RunJob(JobSpec.Repeat(Tasks, "sh", "-c", "sleep 0.3; echo result $JOB_TASK_INDEX") with
        {
            Name = Unique($"kill{run}"),
            MaxConcurrent = 9,
            RetryDelay = TimeSpan.FromSeconds(1),
            Service = new ServiceSpec { StopSignal = "SIGKILL" },
            OnResult = results.Enqueue,
        }).On(Manager).ExecuteAsync(Token);

        await UntilAsync(() => Task.FromResult(job.IsCompleted || results.Count >= 20));
        await SwarmNodes.KillAsync(Killed);
        await UntilAsync(() => Task.FromResult(job.IsCompleted || results.Count >= 40));
        await SwarmCli.GetOutputAsync("node", "update", "--availability", "drain", drainedNode);
        var result = await job;

        results.Select(task => task.Index).Should().OnlyHaveUniqueItems().And.HaveCount(Tasks);
        result.Tasks.Select(task => task.Index).Should().Equal(Enumerable.Range(0, Tasks));
        result.EnsureSuccess();
        // The output of a task that had ended on the killed node just before may be lost. Its result says so.
        foreach (var task in result.Tasks)
        {
            if (task.OutputError is null) task.Stdout.Should().Be($"result {task.Index}\n");
            else task.Node.Should().Be(killedNode);
        }
    }

    protected override async ValueTask RestoreAsync()
    {
        await SwarmNodes.StartAsync(Killed);
        var name = await SwarmCli.GetOutputAsync(Drained, "info", "--format", "{{.Name}}");
        await SwarmCli.TryAsync(1, "node", "update", "--availability", "active", name);
        await SwarmNodes.RepairAsync(CancellationToken.None);
    }
}
