namespace ContainerKit.Engine.Tests.Containers;

/// <summary>A container is nothing but processes of its host.</summary>
public sealed class TopTests : EngineTest
{
    [DockerFact]
    public async Task Top_lists_the_processes_with_their_host_PIDs()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "sleep 1000 & exec sleep 2000"));
        await UntilAsync(async () => (await container.TopAsync(Token)).Count(process => process.Command.StartsWith("sleep", StringComparison.Ordinal)) == 2);

        var processes = await container.TopAsync(Token);

        var first = processes.Single(process => process.Command == "sleep 2000");
        first.Pid.Should().Be((await container.InspectAsync(Token)).ProcessId);
        processes.Single(process => process.Command == "sleep 1000").ParentPid.Should().Be(first.Pid);
        first.Columns["CMD"].Should().Be("sleep 2000");
        first.ToString().Should().Be($"{first.Pid} {first.User} sleep 2000");
        // Inside it is the first of all.
        (await container.ExecAsync(["sh", "-c", "tr '\\0' ' ' < /proc/1/cmdline"], Token)).Stdout.Trim().Should().Be("sleep 2000");
        var witnessed = (await DockerCli.AskAsync("top", container.Id, "-o", "pid")).Split('\n').Skip(1).Select(line => line.Trim());
        witnessed.Should().BeEquivalentTo(processes.Select(process => $"{process.Pid}"));

        // Where the engine's host is this machine and no virtual machine in between, they are in its own list of processes.
        if (OperatingSystem.IsLinux() && File.Exists($"/proc/{first.Pid}/cmdline"))
            (await File.ReadAllTextAsync($"/proc/{first.Pid}/cmdline", Token)).Should().Be("sleep\02000\0");
    }

    [DockerFact]
    public async Task Top_passes_arguments_to_ps_and_returns_all_columns_by_title()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { User = "1234" });

        var process = (await container.TopAsync(["-o", "pid,rss,uid,args"], Token)).Should().ContainSingle().Subject;

        process.Columns.Keys.Should().Equal("PID", "RSS", "UID", "COMMAND");
        int.Parse(process.Columns["rss"], System.Globalization.CultureInfo.InvariantCulture).Should().BePositive();
        (process.User, process.Command, process.ParentPid).Should().Be(("1234", "sleep infinity", null));
        await FluentActions.Awaiting(() => container.TopAsync(["--no-such-option"], Token)).Should().ThrowAsync<EngineApiException>();
    }
}
