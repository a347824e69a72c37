namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>What was found wrong with those who clean up after tests elsewhere in the field, each impossible here.</summary>
public sealed class KnownDefectTests : EngineTest
{
    [DockerFact]
    public async Task A_dead_watchdog_does_not_make_the_process_spin()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processor time is read from /proc.");
        await using var victim = await CrashTestApp.StartAndWaitAsync("wait");
        using (var watchdog = System.Diagnostics.Process.GetProcessById(await victim.WatchdogAsync())) watchdog.Kill();
        await UntilAsync(() => Task.FromResult(!victim.HasWatchdog()));

        var before = ProcessorTime.Of(victim.Pid);
        await Task.Delay(1000, Token);
        (ProcessorTime.Of(victim.Pid) - before).Should().BeLessThan(30, "a process that spun would have taken a hundred");

        var said = await victim.FinishAsync();

        said.Should().Contain("This test session has no watchdog").And.Contain("exited unexpectedly");
        (await victim.NowLeftAsync()).Should().BeEmpty("it cleans up by itself");
    }

    [DockerFact]
    public async Task No_reaper_is_privileged_and_no_image_of_one_is_pulled()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var victim = await CrashTestApp.StartAndWaitAsync("wait", new Dictionary<string, string> { ["DOCKER_HOST"] = proxy.Options.Endpoint!.OriginalString });

        (await victim.NowLeftAsync()).Should().HaveCount(4, "a container, a network, a volume and an image are what it made, and nobody stands beside them");

        await victim.FinishAsync();
        (await victim.LeftAsync()).Should().BeEmpty();
        proxy.Requests.Where(request => request.Contains("/containers/create", StringComparison.Ordinal)).Should().ContainSingle();
        proxy.Requests.Should().NotContain(request => request.Contains("/images/create", StringComparison.Ordinal));
    }
}
