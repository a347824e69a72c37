using System.Globalization;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>Information about an engine: ping, version, information and disk usage.</summary>
[Trait("Shard", "alone")]
public sealed class SystemTests : EngineTest
{
    private static DockerEngine Engine => DockerEngine.Default;

    [DockerFact]
    public async Task Ping_returns_the_API_version_and_operating_system()
    {
        var ping = await Engine.PingAsync(Token);

        ping.ApiVersion!.ToString().Should().Be(await DockerCli.GetOutputAsync("version", "--format", "{{.Server.APIVersion}}"));
        ping.OperatingSystem.Should().Be("linux");
        ping.ToString().Should().Be($"API {ping.ApiVersion}, linux");
    }

    [DockerFact]
    public async Task Engine_version_equals_that_of_the_Docker_CLI()
    {
        var version = await Engine.VersionAsync(Token);

        var expected = await DockerCli.GetOutputAsync(
            "version", "--format",
            "{{with .Server}}{{.Version}} {{.APIVersion}} {{.MinAPIVersion}} "
            + "{{.Os}} {{.Arch}} {{.KernelVersion}} {{.GitCommit}}{{end}}");
        ($"{version.Version} {version.ApiVersion} {version.OldestApiVersion} {version.OperatingSystem} "
            + $"{version.Architecture} {version.KernelVersion} {version.GitCommit}").TrimEnd()
            .Should().Be(expected, "the output of the CLI is trimmed, and the commit may be empty");
        version.Components.Should().NotBeEmpty();
    }

    [DockerFact]
    public async Task Engine_info_equals_that_of_the_Docker_CLI()
    {
        await using var container = await SleeperAsync();

        var info = await Engine.InfoAsync(Token);

        var expected = await DockerCli.GetOutputAsync(
            "info", "--format",
            "{{.Name}} {{.ServerVersion}} {{.NCPU}} {{.MemTotal}} {{.Driver}} "
            + "{{.LoggingDriver}} {{.CgroupDriver}} {{.CgroupVersion}} {{.DockerRootDir}} "
            + "{{.DefaultRuntime}} {{.Architecture}} {{.OSType}} {{.Swarm.LocalNodeState}}");
        ($"{info.Name} {info.ServerVersion} {info.Cpus} {info.MemoryBytes} {info.StorageDriver} "
            + $"{info.LogDriver} {info.CgroupDriver} {info.CgroupVersion} {info.RootDirectory} "
            + $"{info.DefaultRuntime} {info.Architecture} {info.OperatingSystemType} {info.SwarmState}").Should().Be(expected);
        // Podman returns another id in each answer.
        // https://github.com/containers/podman/blob/v5.4.2/pkg/api/handlers/compat/info.go
        var id = await DockerCli.GetOutputAsync("info", "--format", "{{.ID}}");
        if (id == await DockerCli.GetOutputAsync("info", "--format", "{{.ID}}")) info.Id.Should().Be(id);
        (info.Running >= 1, info.Containers >= info.Running, info.Images >= 1).Should().Be((true, true, true));
        info.SystemTime.Should().NotBeNull("the engine reports its clock");
        info.NetworkDrivers.Should().Contain("bridge");
        info.VolumeDrivers.Should().Contain("local");
        var logDrivers = await DockerCli.GetOutputAsync("info", "--format", "{{range .Plugins.Log}}{{.}} {{end}}");
        info.LogDrivers.Should().NotBeEmpty().And.BeEquivalentTo(logDrivers.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        info.Runtimes.Should().Contain(info.DefaultRuntime);
    }

    [DockerFact]
    [Requires(EngineFeature.LayerSizes)]
    public async Task Disk_usage_counts_equal_those_of_the_Docker_CLI()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "head -c 3000000 /dev/zero > /file; exec sleep infinity"));
        await UntilAsync(async () => (await container.GetSizeAsync(Token)).ChangedBytes >= 3_000_000);

        var usage = await Engine.DiskUsageAsync(Token);

        usage.Containers.Bytes.Should().BeGreaterThanOrEqualTo(3_000_000);
        (usage.Containers.Bytes - usage.Containers.ReclaimableBytes)
            .Should().BeGreaterThanOrEqualTo(3_000_000, "the container runs");
        usage.Containers.Active.Should().BeGreaterThanOrEqualTo(1);
        usage.Images.Should().Match<DiskUsage>(images =>
            images.Count >= 1 && images.Active >= 1 && images.Bytes > 0 && images.ReclaimableBytes <= images.Bytes);
        usage.TotalBytes.Should().BeGreaterThanOrEqualTo(usage.Images.Bytes + usage.Containers.Bytes);
        // Other clients may use the same engine, so the two readings are repeated until they match.
        await UntilAsync(async () =>
        {
            var images = (await Engine.DiskUsageAsync(Token)).Images;
            var expected = (await DockerCli.GetOutputAsync("system", "df", "--format", "{{.TotalCount}} {{.Active}}")).Split('\n')[0];
            return expected == string.Create(CultureInfo.InvariantCulture, $"{images.Count} {images.Active}");
        });
    }
}
