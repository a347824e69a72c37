namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Regression tests for known defects of the test cleanup in other libraries.</summary>
[Trait("Shard", "alone")]
public sealed class KnownDefectTests : EngineTest
{
    [DockerFact]
    public async Task A_dead_watchdog_does_not_make_the_process_spin()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processor time is read from /proc.");
        await using var app = await CrashTestApp.StartAndWaitAsync("wait");
        using (var watchdog = System.Diagnostics.Process.GetProcessById(await app.WaitForWatchdogAsync())) watchdog.Kill();
        await UntilAsync(() => Task.FromResult(!app.IsWatchdogRunning()));

        var before = ProcessorTime.Of(app.Pid);
        await Task.Delay(1000, Token);
        (ProcessorTime.Of(app.Pid) - before).Should().BeLessThan(30, "a busy loop would use a hundred ticks");

        var errors = await app.CloseInputAndWaitForExitAsync();

        errors.Should().Contain("The session of this process has no watchdog").And.Contain("exited unexpectedly");
        (await app.GetCurrentLeftoversAsync()).Should().BeEmpty("the process cleans up by itself");
    }

    [DockerFact]
    public async Task Cleanup_needs_no_privileged_reaper_and_no_reaper_image()
    {
        // Otherwise the app would pull it.
        await Image.Pull(Busybox).ExecuteAsync(Token);
        await using var proxy = await EngineProxy.StartAsync();
        await using var app = await CrashTestApp.StartAndWaitAsync(
            "wait", new Dictionary<string, string> { ["DOCKER_HOST"] = proxy.Options.Endpoint!.OriginalString });

        (await app.GetCurrentLeftoversAsync())
            .Should().HaveCount(4, "the app created a container, a network, a volume and an image, and the session added no container");

        await app.CloseInputAndWaitForExitAsync();
        (await app.GetFinalLeftoversAsync()).Should().BeEmpty();
        proxy.Requests.Where(request => request.Contains("/containers/create", StringComparison.Ordinal)).Should().ContainSingle();
        proxy.Requests.Should().NotContain(request => request.Contains("/images/create", StringComparison.Ordinal));
    }
}
