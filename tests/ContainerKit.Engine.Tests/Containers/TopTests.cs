namespace ContainerKit.Engine.Tests.Containers;

/// <summary>The list of a container's processes.</summary>
[Requires(EngineFeature.Cgroups)]
public sealed class TopTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.HostProcessIds)]
    public async Task Top_lists_the_processes_with_their_host_PIDs()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "sleep 1000 & exec sleep 2000"));
        await UntilAsync(async () => (await container.TopAsync(Token))
            .Count(process => process.Command.StartsWith("sleep", StringComparison.Ordinal)) == 2);

        var processes = await container.TopAsync(Token);

        var mainProcess = processes.Single(process => process.Command == "sleep 2000");
        mainProcess.Pid.Should().Be((await container.InspectAsync(Token)).ProcessId);
        processes.Single(process => process.Command == "sleep 1000").ParentPid.Should().Be(mainProcess.Pid);
        mainProcess.Columns["CMD"].Should().Be("sleep 2000");
        mainProcess.ToString().Should().Be($"{mainProcess.Pid} {mainProcess.User} sleep 2000");
        // Inside the container, the same process has PID 1.
        (await container.ExecAsync(["sh", "-c", "tr '\\0' ' ' < /proc/1/cmdline"], Token)).Stdout.Trim()
            .Should().Be("sleep 2000");
        var expected = (await DockerCli.GetOutputAsync("top", container.Id, "-o", "pid"))
            .Split('\n').Skip(1).Select(line => line.Trim());
        expected.Should().BeEquivalentTo(processes.Select(process => $"{process.Pid}"));

        // If the engine runs on this machine, and not in a virtual machine or in another pid namespace, /proc lists the
        // processes, too. The cgroup of such a process contains the id of the container.
        var process = $"/proc/{mainProcess.Pid}";
        if (OperatingSystem.IsLinux() && File.Exists($"{process}/cgroup")
            && (await File.ReadAllTextAsync($"{process}/cgroup", Token)).Contains(container.Id, StringComparison.Ordinal))
            (await File.ReadAllTextAsync($"{process}/cmdline", Token)).Should().Be("sleep\02000\0");
    }

    [DockerFact]
    [Requires(EngineFeature.HostProcessIds)]
    public async Task Top_passes_arguments_to_ps_and_returns_all_columns_by_title()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { User = "1234" });
        await UntilAsync(async () => (await container.TopAsync(Token)).Any(item => item.Command == "sleep infinity"));

        var process = (await container.TopAsync(["-o", "pid,rss,uid,args"], Token)).Should().ContainSingle().Subject;

        process.Columns.Keys.Should().Equal("PID", "RSS", "UID", "COMMAND");
        int.Parse(process.Columns["rss"], System.Globalization.CultureInfo.InvariantCulture).Should().BePositive();
        (process.User, process.Command, process.ParentPid).Should().Be(("1234", "sleep infinity", null));
        await FluentActions.Awaiting(() => container.TopAsync(["--no-such-option"], Token))
            .Should().ThrowAsync<EngineApiException>();
    }
}
