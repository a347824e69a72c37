using System.Net;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Containers;

/// <summary>The details that an inspection returns.</summary>
public sealed class DetailsTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.NoDefaultLimits)]
    public async Task Inspecting_a_container_returns_everything_from_its_spec()
    {
        var spec = Spec("sh", "-c", "exec sleep infinity") with
        {
            Entrypoint = ["env"],
            Environment = new Dictionary<string, string> { ["SECRET"] = "a=b" },
            WorkingDirectory = "/tmp",
            User = "1000:1000",
            OpenStdin = true,
            MemoryBytes = 64 << 20,
            Cpus = 0.5,
            Restart = RestartPolicy.OnFailure,
            Customize = request =>
            {
                request.StopSignal = "SIGINT";
                request.StopTimeout = TimeSpan.FromSeconds(3);
                request.ExposedPorts!["82/udp"] = default!;
                request.HostConfig!.ReadonlyRootfs = true;
                request.HostConfig.RestartPolicy!.MaximumRetryCount = 2;
                request.HostConfig.Mounts =
                [
                    new Docker.DotNet.Models.Mount { Type = "tmpfs", Target = "/scratch" },
                    new Docker.DotNet.Models.Mount { Type = "volume",
                        Source = Unique("data"), Target = "/data", ReadOnly = true },
                ];
            },
        };
        await using var container = await Image.Pull(Busybox).Run(spec);

        var details = await container.InspectAsync(Token);

        var inspected = await InspectAsync(container.Id);
        details.CreatedAt
            .Should().BeCloseTo(inspected.GetProperty("Created").GetDateTimeOffset(), TimeSpan.FromMicroseconds(1));
        details.Should().BeEquivalentTo(new
        {
            IsRunning = true,
            IsPaused = false,
            IsRestarting = false,
            Error = default(string?),
            Health = default(ContainerHealth?),
            WorkingDirectory = "/tmp",
            User = "1000:1000",
            OpenStdin = true,
            StopSignal = "SIGINT",
            StopTimeout = TimeSpan.FromSeconds(3),
            ReadOnlyRoot = true,
            Privileged = false,
            AutoRemove = false,
            Platform = "linux",
            LogDriver = inspected.GetProperty("HostConfig").GetProperty("LogConfig").GetProperty("Type").GetString(),
            Restart = RestartPolicy.OnFailure,
            MaximumRetryCount = 2,
            NetworkMode = inspected.GetProperty("HostConfig").GetProperty("NetworkMode").GetString(),
            Limits = new { MemoryBytes = 64L << 20, Cpus = 0.5, PidsLimit = default(long?) },
        });
        details.Entrypoint.Should().Equal("env");
        details.Arguments.Should().Equal("sh", "-c", "exec sleep infinity");
        details.Command.Should().Equal("env", "sh", "-c", "exec sleep infinity");
        details.Environment.Should().Contain("SECRET", "a=b").And.ContainKey("PATH");
        details.ToString().Should().NotContain("a=b");
        details.ExposedPorts.Should().Equal(new ExposedPort(82, PortProtocol.Udp));
        details.Mounts.Should().BeEquivalentTo(
        [
            new { Type = "tmpfs", Target = "/scratch", ReadOnly = false, Name = default(string?) },
            new { Type = "volume", Target = "/data", ReadOnly = true, Name = (string?)Unique("data") },
        ]);
        var bridge = inspected.GetProperty("NetworkSettings").GetProperty("Networks").GetProperty("bridge");
        details.Networks.Should().ContainSingle().Which.Value.Should().BeEquivalentTo(new
        {
            Name = "bridge",
            NetworkId = bridge.GetProperty("NetworkID").GetString(),
            Address = IPAddress.Parse(bridge.GetProperty("IPAddress").GetString()!),
            PrefixLength = bridge.GetProperty("IPPrefixLen").GetInt32(),
            Gateway = IPAddress.Parse(bridge.GetProperty("Gateway").GetString()!),
            MacAddress = bridge.GetProperty("MacAddress").GetString(),
        });
        await container.DisposeAsync();
        await DockerCli.GetOutputAsync("volume", "rm", Unique("data"));
    }

    [DockerFact]
    [Requires(EngineFeature.HealthChecks)]
    public async Task Inspecting_an_unhealthy_container_returns_the_health_check_output()
    {
        var spec = Spec("sleep", "infinity") with
        {
            Customize = request => request.Healthcheck = new HealthcheckConfig
            {
                Test = ["CMD-SHELL", "echo sick; exit 1"],
                Interval = TimeSpan.FromMilliseconds(100),
                Retries = 2,
            },
        };
        await using var container = await Image.Pull(Busybox).Run(spec);
        (await container.InspectAsync(Token)).Health!.Status.Should().BeOneOf(HealthStatus.Starting, HealthStatus.Unhealthy);

        await UntilAsync(async () => (await container.InspectAsync(Token)).Health!.Status == HealthStatus.Unhealthy);

        var details = await container.InspectAsync(Token);
        details.Health!.FailingStreak.Should().BeGreaterThanOrEqualTo(2);
        details.Health.Log.Should().Contain(check =>
            check.ExitCode == 1 && check.Output == "sick\n" && check.End >= check.Start);
        details.ToString().Should().StartWith($"{container.Name}: running, health: unhealthy, ");
        details.Health.Log[0].ToString().Should().Be("exit code 1: sick");
    }

    [DockerFact]
    [Requires(EngineFeature.StartFailureExitCode)]
    public async Task Inspecting_a_container_after_a_failed_start_returns_the_error()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("/no/such/command"));
        await FluentActions.Awaiting(() => container.StartAsync(Token)).Should().ThrowAsync<CommandNotFoundException>();

        var details = await container.InspectAsync(Token);

        details.Error.Should().Contain("/no/such/command");
        details.ExitCode.Should().NotBe(0);
    }

    [DockerFact]
    [Requires(EngineFeature.TotalSizes)]
    public async Task Container_size_and_changes_reflect_the_written_files()
    {
        await using var container = await SleeperAsync();
        var before = await container.GetSizeAsync(Token);
        // Podman has created files such as /etc/hosts.
        (await container.ChangesAsync(Token)).Select(change => change.Path).Should().NotContain("/new");

        await container.ExecAsync(["sh", "-c", "head -c 100000 /dev/zero > /new; rm /etc/group; echo x >> /etc/passwd"], Token);

        var after = await container.GetSizeAsync(Token);
        var written = (await container.ExecAsync(["stat", "-c", "%s", "/etc/passwd"], Token)).Stdout;
        // The containerd store counts whole blocks, the other stores count bytes.
        (after.ChangedBytes - before.ChangedBytes)
            .Should().BeGreaterThanOrEqualTo(100_000 + int.Parse(written, System.Globalization.CultureInfo.InvariantCulture));
        (await DockerCli.GetOutputAsync("inspect", "--size", "--format", "{{.SizeRw}} {{.SizeRootFs}}", container.Id))
            .Should().Be(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{after.ChangedBytes} {after.TotalBytes}"));
        (after.TotalBytes - before.TotalBytes).Should().Be(after.ChangedBytes - before.ChangedBytes);
        var changes = await container.ChangesAsync(Token);
        changes.Select(change => change.ToString())
            .Should().BeEquivalentTo((await DockerCli.GetOutputAsync("diff", container.Id)).Split('\n'));
        changes.Should().Contain(
        [
            new FileChange("/new", FileChangeKind.Added),
            new FileChange("/etc/group", FileChangeKind.Deleted),
            new FileChange("/etc/passwd", FileChangeKind.Modified),
        ]);
    }
}
