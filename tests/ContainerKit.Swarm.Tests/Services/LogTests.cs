namespace ContainerKit.Swarm.Tests.Services;

public sealed class LogTests : SwarmTest
{
    [SwarmFact]
    public async Task Log_has_the_lines_of_all_tasks_with_their_nodes()
    {
        await using var service = await Image.Pull(Busybox).Deploy(Unique("log"), new ServiceSpec(
            "sh", "-c", "echo out $SLOT; echo err $SLOT >&2; sleep infinity")
        {
            Replicas = 3,
            MaxReplicasPerNode = 1,
            StopSignal = "SIGKILL",
            EndpointMode = EndpointMode.Dnsrr,
            Update = new UpdatePolicy { Monitor = TimeSpan.FromSeconds(1) },
            Environment = new Dictionary<string, string> { ["SLOT"] = "{{.Task.Slot}}" },
        }).On(Manager).ExecuteAsync(Token);
        var tasks = await service.TasksAsync(Token);

        var lines = await service.LogsAsync(new ServiceLogOptions { Timestamps = true }, Token).ToListAsync(Token);

        lines.Select(line => $"{line.Source} {line.Text} {line.Node} {line.TaskId}").Should().BeEquivalentTo(
            tasks.SelectMany(task => (string[])[
                $"Stdout out {task.Slot} {task.Node} {task.Id}", $"Stderr err {task.Slot} {task.Node} {task.Id}"]));
        lines.Should().OnlyContain(line => line.Timestamp != null && line.Text.EndsWith($" {line.Slot}", StringComparison.Ordinal));
        (await service.LogsAsync(new ServiceLogOptions { Stdout = false }, Token).ToListAsync(Token))
            .Should().HaveCount(3).And.OnlyContain(line => line.Source == OutputSource.Stderr);
    }

    [SwarmFact]
    public async Task Followed_log_has_lines_that_are_written_later()
    {
        await using var service = await Image.Pull(Busybox).Deploy(Unique("follow"), new ServiceSpec(
            "sh", "-c", "i=0; while :; do echo line $i; i=$((i+1)); sleep 0.2; done")
        {
            StopSignal = "SIGKILL",
            EndpointMode = EndpointMode.Dnsrr,
            Detach = true,
        }).On(Manager).ExecuteAsync(Token);

        var lines = await service.LogsAsync(new ServiceLogOptions { Follow = true }, Token).Take(10).ToListAsync(Token);

        lines.Select(line => line.Text).Should().Equal(Enumerable.Range(0, 10).Select(number => $"line {number}"));
    }
}
