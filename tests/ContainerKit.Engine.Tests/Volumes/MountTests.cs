using System.Text.Json;

namespace ContainerKit.Engine.Tests.Volumes;

/// <summary>Tests volume, bind and tmpfs mounts.</summary>
public sealed class MountTests : EngineTest
{
    [DockerFact]
    public async Task Volume_keeps_files_from_one_container_to_the_next()
    {
        await using var volume = await Volume.Create();

        await Run("echo kept > /data/x").ToCompletion();
        (await Run("cat /data/x").Output()).Should().Be("kept\n");
        (await Run("echo more >> /data/x", readOnly: true).ToCompletion(ExitCodes.Any)).Stderr.Should().Contain("Read-only file system");

        ContainerPlan Run(string script, bool readOnly = false)
        {
            var mount = volume.MountAt("/data") with { ReadOnly = readOnly };
            return Image.Pull(Busybox).Run(Spec("sh", "-c", script) with { Mounts = [mount] });
        }
    }

    [DockerFact]
    public async Task Mounting_a_new_volume_name_creates_a_volume_that_is_not_removed()
    {
        var name = Unique("named");
        await using (await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Mounts = [Mount.Volume(name, "/data")] }))
            (await DockerCli.ExistsAsync(name)).Should().BeTrue();

        (await DockerCli.ExistsAsync(name)).Should().BeTrue("a named volume outlives the container");
        await (await Volume.Find(name)).RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Anonymous_volume_is_removed_with_its_container()
    {
        string volume;
        await using (var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Mounts = [Mount.Volume("/data")] }))
        {
            volume = (await MountsAsync(container)).Single().GetProperty("Name").GetString()!;
            (await DockerCli.ExistsAsync(volume)).Should().BeTrue();
        }

        (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
    }

    [DockerFact]
    [Requires(EngineFeature.VolumeNoCopy)]
    public async Task New_volume_receives_the_files_of_the_image_unless_NoCopy_is_set()
    {
        (await FilesAsync(Mount.Volume("/etc"))).Should().Contain("passwd");
        (await FilesAsync(Mount.Volume("/etc") with { NoCopy = true })).Should().NotContain("passwd");

        async Task<string> FilesAsync(Mount mount) =>
            await Image.Pull(Busybox).Run(Spec("/bin/ls", "/etc") with { Mounts = [mount] }).Output();
    }

    [DockerFact]
    public async Task Tmpfs_mount_has_its_size_and_mode_and_is_empty_after_a_restart()
    {
        const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            Mounts = [Mount.Tmpfs("/cache") with { SizeBytes = 16 << 20, Mode = UserOnly }, Mount.Tmpfs("/plain")],
        });

        var result = await container.ExecAsync(
            ["sh", "-c", "df -k /cache | tail -1 | awk '{print $2}'; stat -c %a /cache /plain; touch /cache/x"], Token);
        result.Stdout.Should().Be("16384\n700\n1777\n");
        await container.StopAsync(TimeSpan.Zero, Token);
        await container.StartAsync(Token);
        (await container.ExecAsync(["ls", "/cache"], Token)).Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Bind_mount_shares_a_host_folder_and_can_be_read_only()
    {
        var (folder, remove) = await HostFolderAsync();
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            Mounts = [Mount.Bind(folder, "/rw"), Mount.Bind(folder, "/ro") with { ReadOnly = true }],
        });

        await container.ExecAsync(["sh", "-c", "echo bound > /rw/x"], Token);
        (await container.ExecAsync(["cat", "/ro/x"], Token)).Stdout.Should().Be("bound\n");
        (await container.ExecAsync(new ExecSpec("touch", "/ro/y") { AllowedExitCodes = ExitCodes.Any }, Token))
            .Stderr.Should().Contain("Read-only file system");
        var mounts = await MountsAsync(container);
        mounts
            .Select(mount => (
                mount.GetProperty("Type").GetString(), mount.GetProperty("Source").GetString(), mount.GetProperty("RW").GetBoolean()))
            .Should().BeEquivalentTo([("bind", folder, true), ("bind", folder, false)]);
        await remove();
    }

    [DockerFact]
    [Requires(EngineFeature.MissingBindSourceFails)]
    public async Task Bind_mount_of_a_missing_host_path_throws_unless_CreateHostPath_is_set()
    {
        var (folder, remove) = await HostFolderAsync();
        var missing = folder + "/not/there";

        var failure = await FluentActions.Awaiting(
            () => Image.Pull(Busybox).Run(Spec("true") with { Mounts = [Mount.Bind(missing, "/data")] }).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>();
        failure.Which.Message.Should().Contain(missing).And.Contain("Mount.Bind(...) with { CreateHostPath = true }");
        failure.Which.RemovedResources.Should().BeEmpty();

        var created = Mount.Bind(missing, "/data") with { CreateHostPath = true, ReadOnly = true };
        (await Image.Pull(Busybox).Run(Spec("ls", "-d", "/data") with { Mounts = [created] }).Output()).Should().Be("/data\n");
        await remove();
    }

    [DockerFact]
    public async Task Volume_subpath_is_mounted_or_throws_UnsupportedApiVersion_on_an_older_engine()
    {
        await using var volume = await Volume.Create();
        await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "mkdir /data/part && touch /data/part/x") with { Mounts = [volume.MountAt("/data")] })
            .ToCompletion();
        var subpath = Image.Pull(Busybox)
            .Run(Spec("ls", "/data") with { Mounts = [volume.MountAt("/data") with { Subpath = "part" }] }).Output();

        if ((await DockerEngine.Default.ConnectAsync(Token)).ApiVersion < new Version(1, 45))
            (await FluentActions.Awaiting(() => subpath.ExecuteAsync(Token))
                .Should().ThrowAsync<UnsupportedApiVersionException>()).Which.Message.Should().Contain("Mount the whole volume.");
        else
            (await subpath).Should().Be("x\n");
    }

    private static async Task<IReadOnlyList<JsonElement>> MountsAsync(Container container) =>
        [.. (await InspectAsync(container.Id)).GetProperty("Mounts").EnumerateArray()];

    // Creates a folder on the host of the engine, with a container because the host may be another machine.
    private async Task<(string Folder, Func<Task> Remove)> HostFolderAsync()
    {
        var folder = $"/tmp/{Unique("host")}";
        await ShellOnHostAsync($"mkdir -p {folder}");
        return (folder, () => ShellOnHostAsync($"rm -rf {folder}"));

        Task<string> ShellOnHostAsync(string script) =>
            DockerCli.GetOutputAsync("run", "--rm", "-v", "/tmp:/tmp", Busybox, "sh", "-c", script);
    }
}
