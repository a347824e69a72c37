namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Checks that the resources of a session are removed, regardless of how its process ends.</summary>
[Trait("Shard", "alone")]
public sealed class ProcessExitTests : EngineTest
{
    [DockerFact]
    public async Task Process_that_exits_normally_removes_its_resources_and_ends_its_watchdog()
    {
        await using var app = await CrashTestApp.StartAndWaitAsync("end");

        (await app.WaitForExitAsync()).Should().BeEmpty();

        app.ExitCode.Should().Be(0);
        (await app.GetCurrentLeftoversAsync()).Should().BeEmpty("a process that exits normally cleans up before its exit");
        await UntilAsync(() => Task.FromResult(!app.IsWatchdogRunning()));
    }

    [DockerFact]
    public async Task Process_ended_by_a_signal_an_exit_or_an_exception_leaves_no_resources()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test sends signals and creates process groups with Linux commands.");
        string[] setsid = ["setsid"];
        var all = await Task.WhenAll(
            CrashTestApp.StartAndWaitAsync("wait"), CrashTestApp.StartAndWaitAsync("wait", launcher: setsid),
            CrashTestApp.StartAndWaitAsync("wait", launcher: setsid),
            CrashTestApp.StartAndWaitAsync("wait"), CrashTestApp.StartAndWaitAsync("wait"),
            CrashTestApp.StartAndWaitAsync("exit"), CrashTestApp.StartAndWaitAsync("throw"));
        var (killed, interrupted, killedInItsGroup, killedWithItsChildren, terminated, exited, thrown) =
            (all[0], all[1], all[2], all[3], all[4], all[5], all[6]);

        await killed.KillAsync();
        await interrupted.SignalAsync("INT", group: true);
        await killedInItsGroup.SignalAsync("KILL", group: true);
        using (var process = System.Diagnostics.Process.GetProcessById(killedWithItsChildren.Pid)) process.Kill(entireProcessTree: true);
        await terminated.SignalAsync("TERM");

        foreach (var app in all) await app.WaitForExitAsync();
        var left = new List<string>();
        foreach (var app in all)
        {
            left.AddRange(await app.GetFinalLeftoversAsync());
            await app.DisposeAsync();
        }

        left.Should().BeEmpty();
        exited.ExitCode.Should().Be(3, "the cleanup does not change the exit code");
        thrown.ExitCode.Should().Be(134);
    }

    [DockerFact]
    public async Task Session_with_CONTAINERKIT_KEEP_keeps_its_resources()
    {
        await using var app = CrashTestApp.Start("end", new Dictionary<string, string> { ["CONTAINERKIT_KEEP"] = "1" });

        await app.WaitUntilCreatedAsync();
        await app.WaitForExitAsync();

        app.SessionLabel.Should().StartWith("containerkit.session=unmanaged-", "a later orphan cleanup must not remove the resources");
        (await app.GetCurrentLeftoversAsync()).Should().HaveCount(4, "a container, a network, a volume and an image");
    }

    [DockerFact]
    public async Task Session_with_DisableCleanup_keeps_the_resources_created_afterwards()
    {
        await using var app = CrashTestApp.Start("keep");

        await app.WaitUntilCreatedAsync();
        await app.WaitForExitAsync();

        app.SessionLabel.Should().StartWith("containerkit.session=unmanaged-");
        (await app.GetFinalLeftoversAsync()).Should().HaveCount(4);
    }
}
