using System.Text.Json;

namespace ContainerKit.Engine.Tests.Verbs.Volumes;

/// <summary>What stands at paths in a container.</summary>
public sealed class MountTests : EngineTest
{
    [DockerFact]
    public async Task A_volume_keeps_files_from_one_container_to_the_next()
    {
        await using var volume = await Volume.Create();

        await Run("echo kept > /data/x").ToCompletion();
        (await Run("cat /data/x").Output()).Should().Be("kept\n");
        (await Run("echo more >> /data/x", readOnly: true).ToCompletion(ExitCodes.Any)).Stderr.Should().Contain("Read-only file system");

        ContainerPlan Run(string script, bool readOnly = false) =>
            Image.Pull(Busybox).Run(Spec("sh", "-c", script) with { Mounts = [volume.MountAt("/data") with { ReadOnly = readOnly }] });
    }

    [DockerFact]
    public async Task A_named_volume_is_made_on_the_way_and_stays()
    {
        var name = Unique("named");
        await using (await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Mounts = [Mount.Volume(name, "/data")] }))
            (await DockerCli.ExistsAsync(name)).Should().BeTrue();

        (await DockerCli.ExistsAsync(name)).Should().BeTrue("somebody asked for it by name");
        await (await Volume.Find(name)).RemoveAsync(Token);
    }

    [DockerFact]
    public async Task An_anonymous_volume_goes_with_its_container()
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
    public async Task A_new_volume_begins_with_the_images_files_unless_told_otherwise()
    {
        (await FilesAsync(Mount.Volume("/etc"))).Should().Contain("passwd");
        (await FilesAsync(Mount.Volume("/etc") with { NoCopy = true })).Should().NotContain("passwd");

        async Task<string> FilesAsync(Mount mount) => await Image.Pull(Busybox).Run(Spec("/bin/ls", "/etc") with { Mounts = [mount] }).Output();
    }

    [DockerFact]
    public async Task A_tmpfs_has_its_size_and_mode_and_is_empty_after_a_restart()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            Mounts = [Mount.Tmpfs("/cache") with { SizeBytes = 16 << 20, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute }, Mount.Tmpfs("/plain")],
        });

        var seen = await container.ExecAsync(["sh", "-c", "df -k /cache | tail -1 | awk '{print $2}'; stat -c %a /cache /plain; touch /cache/x"], Token);
        seen.Stdout.Should().Be("16384\n700\n1777\n");
        await container.StopAsync(TimeSpan.Zero, Token);
        await container.StartAsync(Token);
        (await container.ExecAsync(["ls", "/cache"], Token)).Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_folder_of_the_host_is_bound_and_may_be_read_only()
    {
        var (folder, remove) = await HostFolderAsync();
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Mounts = [Mount.Bind(folder, "/rw"), Mount.Bind(folder, "/ro") with { ReadOnly = true }] });

        await container.ExecAsync(["sh", "-c", "echo bound > /rw/x"], Token);
        (await container.ExecAsync(["cat", "/ro/x"], Token)).Stdout.Should().Be("bound\n");
        (await container.ExecAsync(new ExecSpec("touch", "/ro/y") { AllowedExitCodes = ExitCodes.Any }, Token)).Stderr.Should().Contain("Read-only file system");
        var mounts = await MountsAsync(container);
        mounts.Select(mount => (mount.GetProperty("Type").GetString(), mount.GetProperty("Source").GetString(), mount.GetProperty("RW").GetBoolean()))
            .Should().BeEquivalentTo([("bind", folder, true), ("bind", folder, false)]);
        await remove();
    }

    [DockerFact]
    public async Task A_path_that_the_host_does_not_have_is_refused_or_made()
    {
        var (folder, remove) = await HostFolderAsync();
        var missing = folder + "/not/there";

        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(Spec("true") with { Mounts = [Mount.Bind(missing, "/data")] }).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>();
        failure.Which.Message.Should().Contain(missing).And.Contain("Mount.Bind(...) with { CreateHostPath = true }");
        failure.Which.RemovedResources.Should().BeEmpty();

        (await Image.Pull(Busybox).Run(Spec("ls", "-d", "/data") with { Mounts = [Mount.Bind(missing, "/data") with { CreateHostPath = true, ReadOnly = true }] }).Output()).Should().Be("/data\n");
        await remove();
    }

    [DockerFact]
    public async Task A_part_of_a_volume_is_mounted_or_refused_by_an_engine_that_cannot()
    {
        await using var volume = await Volume.Create();
        await Image.Pull(Busybox).Run(Spec("sh", "-c", "mkdir /data/part && touch /data/part/x") with { Mounts = [volume.MountAt("/data")] }).ToCompletion();
        var part = Image.Pull(Busybox).Run(Spec("ls", "/data") with { Mounts = [volume.MountAt("/data") with { Subpath = "part" }] }).Output();

        if ((await DockerEngine.Default.ConnectAsync(Token)).ApiVersion < new Version(1, 45))
            (await FluentActions.Awaiting(() => part.ExecuteAsync(Token)).Should().ThrowAsync<UnsupportedApiVersionException>()).Which.Message.Should().Contain("Mount the whole volume.");
        else
            (await part).Should().Be("x\n");
    }

    private static async Task<IReadOnlyList<JsonElement>> MountsAsync(Container container) =>
        [.. (await InspectAsync(container.Id)).GetProperty("Mounts").EnumerateArray()];

    // A folder on the engine's host, wherever that is, made and removed by a container.
    private async Task<(string Folder, Func<Task> Remove)> HostFolderAsync()
    {
        var folder = $"/tmp/{Unique("host")}";
        await ShellOnHostAsync($"mkdir -p {folder}");
        return (folder, () => ShellOnHostAsync($"rm -rf {folder}"));

        Task<string> ShellOnHostAsync(string script) => DockerCli.AskAsync("run", "--rm", "-v", "/tmp:/tmp", Busybox, "sh", "-c", script);
    }
}
