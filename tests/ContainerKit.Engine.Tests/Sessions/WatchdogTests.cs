namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>The watchdog costs nothing, holds nothing, and is missed when it is gone.</summary>
public sealed class WatchdogTests : EngineTest
{
    [DockerFact]
    public async Task A_watchdog_that_waits_takes_no_processor_time_and_holds_nothing_of_whoever_started_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processor time and handles are read from /proc.");
        var file = Path.GetTempFileName();
        try
        {
            await using var victim = await CrashTestApp.StartAndWaitAsync("wait", null, "/bin/sh", "-c", $"exec 7>'{file}'; exec \"$@\"", "sh");
            var watchdog = await victim.WatchdogAsync();
            Handles(victim.Pid).Should().Contain(file);
            // Until it has swept, and the runtime has put its own house in order.
            await UntilAsync(() => Task.FromResult(!Handles(watchdog).Contains(file)));
            await Task.Delay(2000, Token);

            var before = ProcessorTime.Of(watchdog);
            await Task.Delay(3000, Token);

            ProcessorTime.Of(watchdog).Should().Be(before);
            await victim.KillAsync();
            (await victim.LeftAsync()).Should().BeEmpty();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [DockerFact]
    public async Task A_process_that_can_have_no_watchdog_says_so_and_cleans_up_by_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The variables that say where files may be written are Linux's.");
        await using var victim = CrashTestApp.Start("end", new Dictionary<string, string> { ["XDG_DATA_HOME"] = "/dev/null/nowhere", ["TMPDIR"] = "/dev/null/nowhere" });

        await victim.HasMadeAsync();
        var said = await victim.EndAsync();

        said.Should().Contain("This test session has no watchdog");
        victim.ExitCode.Should().Be(0, "the tests' result stands");
        (await victim.NowLeftAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_clean_up_without_an_engine_is_said_at_the_end_and_by_the_next_session_which_makes_up_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The variable that says where reports are written is Linux's.");
        var data = Directory.CreateTempSubdirectory("ck");
        try
        {
            await using var proxy = await EngineProxy.StartAsync();
            await using var lost = await CrashTestApp.StartAndWaitAsync("lose", new Dictionary<string, string>
            {
                ["XDG_DATA_HOME"] = data.FullName,
                ["DOCKER_HOST"] = proxy.Options.Endpoint!.OriginalString,
            });
            proxy.Vanish();

            (await lost.FinishAsync()).Should().Contain("could not remove all of its resources").And.Contain("there is no such socket").And.Contain("watchdog retries");
            (await lost.LeftAsync()).Should().HaveCount(4);
            await using var next = await CrashTestApp.StartAndWaitAsync("end", new Dictionary<string, string> { ["XDG_DATA_HOME"] = data.FullName });
            (await next.EndAsync()).Should().Contain($"Process {lost.Pid} exited").And.Contain("there is no such socket").And.Contain(lost.Session);
            await next.LeftAsync();
            (await lost.NowLeftAsync()).Should().Equal($"image {lost.Images[0]}");
            Directory.GetFiles(data.FullName, "left-behind-*", SearchOption.AllDirectories).Should().BeEmpty("it has been said");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string?> Handles(int pid) =>
        [.. Directory.GetFiles($"/proc/{pid}/fd").Select(handle => new FileInfo(handle).LinkTarget)];
}
