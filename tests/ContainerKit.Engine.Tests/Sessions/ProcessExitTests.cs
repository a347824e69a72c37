namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>However a process ends, nothing of what it made under a session is left.</summary>
public sealed class ProcessExitTests : EngineTest
{
    [DockerFact]
    public async Task Process_that_exits_normally_removes_its_resources_and_ends_its_watchdog()
    {
        await using var victim = await CrashTestApp.StartAndWaitAsync("end");

        (await victim.EndAsync()).Should().BeEmpty();

        victim.ExitCode.Should().Be(0);
        (await victim.NowLeftAsync()).Should().BeEmpty("a process that ends by itself is done when it has ended");
        await UntilAsync(() => Task.FromResult(!victim.HasWatchdog()));
    }

    [DockerFact]
    public async Task Process_ended_by_a_signal_an_exit_or_an_exception_leaves_no_resources()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals are sent, and the groups made, with Linux's own commands.");
        string[] setsid = ["setsid"];
        var all = await Task.WhenAll(
            CrashTestApp.StartAndWaitAsync("wait"), CrashTestApp.StartAndWaitAsync("wait", launcher: setsid), CrashTestApp.StartAndWaitAsync("wait", launcher: setsid),
            CrashTestApp.StartAndWaitAsync("wait"), CrashTestApp.StartAndWaitAsync("wait"), CrashTestApp.StartAndWaitAsync("exit"), CrashTestApp.StartAndWaitAsync("throw"));
        var (killed, interrupted, killedInItsGroup, killedWithItsChildren, terminated, exited, thrown) = (all[0], all[1], all[2], all[3], all[4], all[5], all[6]);

        await killed.KillAsync();
        await interrupted.SignalAsync("INT", group: true);
        await killedInItsGroup.SignalAsync("KILL", group: true);
        using (var process = System.Diagnostics.Process.GetProcessById(killedWithItsChildren.Pid)) process.Kill(entireProcessTree: true);
        await terminated.SignalAsync("TERM");

        foreach (var victim in all) await victim.EndAsync();
        var left = new List<string>();
        foreach (var victim in all)
        {
            left.AddRange(await victim.LeftAsync());
            await victim.DisposeAsync();
        }

        left.Should().BeEmpty();
        exited.ExitCode.Should().Be(3, "a clean-up changes nothing of how the process ends");
        thrown.ExitCode.Should().Be(134);
    }

    [DockerFact]
    public async Task Session_with_CONTAINERKIT_KEEP_keeps_its_resources()
    {
        await using var victim = CrashTestApp.Start("end", new Dictionary<string, string> { ["CONTAINERKIT_KEEP"] = "1" });

        await victim.HasMadeAsync();
        await victim.EndAsync();

        victim.Session.Should().StartWith("containerkit.session=handed-", "a later sweep must see that it belongs to somebody");
        (await victim.NowLeftAsync()).Should().HaveCount(4, "a container, a network, a volume and an image");
    }

    [DockerFact]
    public async Task Session_with_DisableCleanup_keeps_the_resources_created_afterwards()
    {
        await using var victim = CrashTestApp.Start("keep");

        await victim.HasMadeAsync();
        await victim.EndAsync();

        victim.Session.Should().StartWith("containerkit.session=handed-");
        (await victim.LeftAsync()).Should().HaveCount(4);
    }
}
