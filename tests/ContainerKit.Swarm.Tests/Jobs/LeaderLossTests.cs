namespace ContainerKit.Swarm.Tests.Jobs;

/// <summary>A job while the leader of the managers is lost. The engine of the job is another manager.</summary>
public sealed class LeaderLossTests : SwarmTest
{
    private int _killed;

    [SwarmFact]
    public async Task Job_has_each_result_once_while_the_leader_is_lost()
    {
        var name = (await SwarmCli.GetLinesAsync("node", "ls", "--format", "{{.ManagerStatus}} {{.Hostname}}"))
            .Single(line => line.StartsWith("Leader ", StringComparison.Ordinal))["Leader ".Length..];
        var number = await FindAsync(name);
        var indexes = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var job = Image.Pull(Busybox).RunJob(JobSpec.Repeat(30, "sh", "-c", "sleep 0.3; echo result $JOB_TASK_INDEX") with
        {
            Name = Unique("leader"),
            MaxConcurrent = 6,
            RetryDelay = TimeSpan.FromSeconds(1),
            Service = new ServiceSpec { StopSignal = "SIGKILL" },
            OnResult = task => indexes.Enqueue(task.Index),
        }).On(SwarmNodes.Engines[number % 3]).ExecuteAsync(Token);

        await UntilAsync(() => Task.FromResult(job.IsCompleted || indexes.Count >= 5));
        _killed = number;
        await SwarmNodes.KillAsync(number);
        var result = await job;

        indexes.Should().OnlyHaveUniqueItems().And.HaveCount(30);
        result.EnsureSuccess();
        foreach (var task in result.Tasks)
        {
            if (task.OutputError is null) task.Stdout.Should().Be($"result {task.Index}\n");
            else task.Node.Should().Be(name, "{0}", task.OutputError);
        }
    }

    protected override async ValueTask RestoreAsync()
    {
        if (_killed == 0) return;
        await SwarmNodes.StartAsync(_killed);
        await SwarmNodes.RepairAsync(CancellationToken.None);
    }

    private static async Task<int> FindAsync(string name)
    {
        for (var number = 1; number < 3; number++)
        {
            if (await SwarmCli.GetOutputAsync(number, "info", "--format", "{{.Name}}") == name) return number;
        }

        return 3;
    }
}
