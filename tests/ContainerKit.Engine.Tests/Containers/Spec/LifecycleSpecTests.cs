namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>The options of a spec for health checks, stopping, logs, platform and runtime.</summary>
public sealed class LifecycleSpecTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.HealthChecks)]
    public async Task Health_check_of_the_spec_is_run_by_the_engine()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            HealthCheck = HealthCheck.Command("test", "-e", "/well") with
            {
                Interval = TimeSpan.FromMilliseconds(100),
                Timeout = TimeSpan.FromSeconds(5),
                Retries = 1,
                StartPeriod = TimeSpan.FromMilliseconds(1),
            },
        });

        await UntilAsync(async () => await HealthAsync(container) == "unhealthy");
        await container.ExecAsync(["touch", "/well"], Token);
        await UntilAsync(async () => await HealthAsync(container) == "healthy");

        var check = (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Healthcheck");
        check.GetProperty("Test").EnumerateArray().Select(argument => argument.GetString())
            .Should().Equal("CMD", "test", "-e", "/well");
        check.GetProperty("Interval").GetInt64().Should().Be(100_000_000);
        check.GetProperty("Timeout").GetInt64().Should().Be(5_000_000_000);
        check.GetProperty("StartPeriod").GetInt64().Should().Be(1_000_000);
    }

    [DockerFact]
    [Requires(EngineFeature.DockerImageSettings)]
    public async Task Health_check_can_be_a_shell_command_inherited_from_the_image_or_none()
    {
        var image = await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Commit(Unique("checked"), new CommitOptions { Changes = ["HEALTHCHECK --interval=60s CMD true"] });

        (await TestAsync(null, null)).Should().Be("CMD-SHELL true");
        (await TestAsync(HealthCheck.OfImage with { Interval = TimeSpan.FromSeconds(7) }, 7_000_000_000))
            .Should().Be("CMD-SHELL true");
        (await TestAsync(HealthCheck.Shell("exit 0"), null)).Should().Be("CMD-SHELL exit 0");
        (await TestAsync(HealthCheck.None, null)).Should().Be("NONE");

        async Task<string> TestAsync(HealthCheck? health, long? interval)
        {
            await using var container = await image.RunAsync(Spec("sleep", "infinity") with { HealthCheck = health }, Token);
            var check = (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Healthcheck");
            if (interval is not null) check.GetProperty("Interval").GetInt64().Should().Be(interval);
            return string.Join(' ', check.GetProperty("Test").EnumerateArray().Select(argument => argument.GetString()));
        }
    }

    [DockerFact]
    public async Task Container_stops_with_the_StopSignal_and_StopTimeout_of_its_spec()
    {
        const string Script = "trap 'echo interrupted; exit 7' INT; while :; do sleep 0.05; done";
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", Script) with { StopSignal = "SIGINT", StopTimeout = TimeSpan.FromSeconds(30) });

        await DockerCli.GetOutputAsync("stop", container.Id);

        var config = await InspectAsync(container.Id);
        config.GetProperty("State").GetProperty("ExitCode").GetInt32().Should().Be(7);
        (await container.InspectAsync(Token)).StopSignal.Should().Be("SIGINT");
        config.GetProperty("Config").GetProperty("StopTimeout").GetInt32().Should().Be(30);
    }

    [DockerFact]
    [Requires(EngineFeature.LocalLogDriver)]
    public async Task Log_driver_and_its_options_can_be_chosen()
    {
        var driver = new LogDriver("local") { Options = new Dictionary<string, string> { ["max-size"] = "1m" } };
        await using var logged = await Image.Pull(Busybox).Run(Spec("echo", "kept") with { LogDriver = driver });
        await using var unlogged = await Image.Pull(Busybox).Run(Spec("echo", "lost") with { LogDriver = "none" });

        var config = (await InspectAsync(logged.Id)).GetProperty("HostConfig").GetProperty("LogConfig");
        config.GetProperty("Type").GetString().Should().Be("local");
        config.GetProperty("Config").GetProperty("max-size").GetString().Should().Be("1m");
        (await logged.ToCompletionAsync(Token)).Stdout.Should().Be("kept\n");
        await FluentActions.Awaiting(() => unlogged.ToCompletionAsync(Token)).Should().ThrowAsync<EngineApiException>();
        (await Image.Pull(Busybox).Run(Spec("echo", "seen") with { LogDriver = "none" }).Output())
            .Should().Be("seen\n", "the library attaches to the output");
        var failing = Image.Pull(Busybox).Run(Spec("sh", "-c", "exit 3") with { LogDriver = "none" }).WaitForExit();
        (await FluentActions.Awaiting(() => failing.ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>())
            .Which.Result.ExitCode.Should().Be(3, "the exit code needs no log");
    }

    [DockerFact]
    [Requires(EngineFeature.UnknownRuntimeFails)]
    public async Task Runtime_and_platform_of_the_engine_are_accepted_and_an_unknown_runtime_is_rejected()
    {
        var runtime = await DockerCli.GetOutputAsync("info", "--format", "{{.DefaultRuntime}}");
        var platform = await DockerCli.GetOutputAsync("version", "--format", "{{.Server.Os}}/{{.Server.Arch}}");

        (await Image.Pull(Busybox).Run(Spec("echo", "ran") with { Runtime = runtime, Platform = platform }).Output())
            .Should().Be("ran\n");

        var plan = Image.Local(Busybox).Run(Spec("true") with { Runtime = "no-such-runtime" });
        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>();
        failure.Which.Message.Should().Contain("Set Runtime to a runtime that is configured on the engine");
    }

    private static async Task<string?> HealthAsync(Container container) =>
        (await InspectAsync(container.Id)).GetProperty("State").GetProperty("Health").GetProperty("Status").GetString();
}
