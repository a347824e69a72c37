namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Tests the resource usage of the watchdog, and sessions whose watchdog or engine is missing.</summary>
[Trait("Shard", "alone")]
public sealed class WatchdogTests : EngineTest
{
    [DockerFact]
    public async Task Idle_watchdog_uses_no_processor_time_and_holds_no_inherited_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processor time and handles are read from /proc.");
        var file = Path.GetTempFileName();
        try
        {
            await using var app = await CrashTestApp.StartAndWaitAsync(
                "wait", null, "/bin/sh", "-c", $"exec 7>'{file}'; exec \"$@\"", "sh");
            var watchdog = await app.WaitForWatchdogAsync();
            Handles(app.Pid).Should().Contain(file);
            await UntilAsync(() => Task.FromResult(!Handles(watchdog).Contains(file)));

            // Waits until the orphan cleanup and the startup work of the runtime have finished.
            long before = 0;
            await UntilAsync(async () =>
            {
                before = ProcessorTime.Of(watchdog);
                await Task.Delay(2000, Token);
                return ProcessorTime.Of(watchdog) == before;
            });

            await Task.Delay(3000, Token);

            ProcessorTime.Of(watchdog).Should().Be(before);
            await app.KillAsync();
            (await app.GetFinalLeftoversAsync()).Should().BeEmpty();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [DockerFact]
    public async Task Process_without_a_watchdog_reports_it_and_cleans_up_by_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG_DATA_HOME and TMPDIR are used on Linux only.");
        await using var app = CrashTestApp.Start(
            "end", new Dictionary<string, string> { ["XDG_DATA_HOME"] = "/dev/null/nowhere", ["TMPDIR"] = "/dev/null/nowhere" });

        await app.WaitUntilCreatedAsync();
        var errors = await app.WaitForExitAsync();

        errors.Should().Contain("The session of this process has no watchdog");
        app.ExitCode.Should().Be(0, "a missing watchdog does not change the exit code");
        (await app.GetCurrentLeftoversAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Application_without_a_watchdog_receives_a_warning_and_cleans_up_by_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG_DATA_HOME and TMPDIR are used on Linux only.");
        await using var app = CrashTestApp.Start(
            "application-end",
            new Dictionary<string, string> { ["XDG_DATA_HOME"] = "/dev/null/nowhere", ["TMPDIR"] = "/dev/null/nowhere" });

        await app.WaitUntilCreatedAsync();
        var errors = await app.WaitForExitAsync();

        errors.Should().StartWith("application: The session of this process has no watchdog")
            .And.NotContain("ContainerKit: ", "only the session of tests writes to standard error");
        (await app.GetCurrentLeftoversAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Failed_cleanup_is_reported_at_exit_and_by_the_next_session_which_completes_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG_DATA_HOME is used on Linux only.");
        var data = Directory.CreateTempSubdirectory("ck");
        try
        {
            await using var proxy = await EngineProxy.StartAsync();
            await using var disconnected = await CrashTestApp.StartAndWaitAsync("lose", new Dictionary<string, string>
            {
                ["XDG_DATA_HOME"] = data.FullName,
                ["DOCKER_HOST"] = proxy.Options.Endpoint!.OriginalString,
            });
            proxy.StopListening();

            (await disconnected.CloseInputAndWaitForExitAsync()).Should().Contain("could not remove all of its resources")
                .And.Contain("there is no such socket").And.Contain("watchdog retries");
            (await disconnected.GetFinalLeftoversAsync()).Should().HaveCount(4);
            await using var next = await CrashTestApp.StartAndWaitAsync(
                "end", new Dictionary<string, string> { ["XDG_DATA_HOME"] = data.FullName });
            (await next.WaitForExitAsync()).Should().Contain($"Process {disconnected.Pid} exited")
                .And.Contain("there is no such socket").And.Contain(disconnected.SessionLabel);
            await next.GetFinalLeftoversAsync();
            (await disconnected.GetCurrentLeftoversAsync()).Should().Equal($"image {disconnected.Images[0]}");
            Directory.GetFiles(data.FullName, "left-behind-*", SearchOption.AllDirectories).Should().BeEmpty("the report has been written");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string?> Handles(int pid) =>
        [.. Directory.GetFiles($"/proc/{pid}/fd").Select(handle => new FileInfo(handle).LinkTarget)];
}
