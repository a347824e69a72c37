namespace ContainerKit.Engine.Tests.Volumes;

/// <summary>Tests creating, finding, inspecting, listing, measuring and removing volumes.</summary>
public sealed class VolumeHandleTests : EngineTest
{
    private string MarkFilter => $"{Mark.Single().Key}={Mark.Single().Value}";

    [DockerFact]
    public async Task Volume_without_a_name_gets_a_generated_name_and_is_removed_on_dispose()
    {
        var volume = await Volume.Create();

        volume.Name.Should().StartWith("volume-");
        (await DockerCli.InspectAsync(volume.Name)).GetProperty("Driver").GetString().Should().Be("local");

        await Task.WhenAll(volume.DisposeAsync().AsTask(), volume.DisposeAsync().AsTask());
        (await DockerCli.ExistsAsync(volume.Name)).Should().BeFalse();
        await volume.RemoveAsync(Token);
        await FluentActions.Awaiting(() => volume.InspectAsync(Token)).Should().ThrowAsync<VolumeNotFoundException>();
        await FluentActions.Awaiting(() => volume.MeasureAsync(Token)).Should().ThrowAsync<VolumeNotFoundException>();
    }

    [DockerFact]
    [Requires(EngineFeature.TmpfsVolumeSizes)]
    public async Task Created_volume_is_inspected_with_the_values_of_its_spec()
    {
        var spec = new VolumeSpec
        {
            Name = Unique("full"),
            Labels = Mark,
            Options = new Dictionary<string, string> { ["type"] = "tmpfs", ["device"] = "tmpfs", ["o"] = "size=8m" },
        };

        await using var volume = await DockerEngine.Default.CreateVolumeAsync(spec, Token);
        var size = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "df -k /data | tail -1 | awk '{print $2}'") with { Mounts = [volume.MountAt("/data")] }).Output();

        size.Should().Be("8192\n");
        var json = await DockerCli.InspectAsync(volume.Name);
        json.GetProperty("Options").GetProperty("o").GetString().Should().Be("size=8m");
        var details = await volume.InspectAsync(Token);
        details.Should().BeEquivalentTo(
            new { spec.Name, Driver = "local", Scope = "local", Mountpoint = json.GetProperty("Mountpoint").GetString() });
        details.Options.Should().Contain(spec.Options);   // Podman adds what it reads in the options
        details.Labels.Should().Contain(Mark);
        details.CreatedAt.Should().NotBeNull();
    }

    [DockerFact]
    public async Task Existing_volume_is_found_without_ownership_and_cannot_be_created_again()
    {
        var name = Unique("found");
        await DockerCli.GetOutputAsync("volume", "create", name);

        await using (var volume = await Volume.Find(name)) volume.Name.Should().Be(name);
        var failure = await FluentActions.Awaiting(() => Volume.Create(name).ExecuteAsync(Token))
            .Should().ThrowAsync<NameConflictException>();
        failure.Which.Message.Should().StartWith($"Could not create volume {name}: another volume has that name.");
        failure.Which.RemovedResources.Should().BeEmpty();
        (await DockerCli.ExistsAsync(name)).Should().BeTrue();

        await (await DockerEngine.Default.FindVolumeAsync(name, Token)).RemoveAsync(Token);
        (await DockerCli.ExistsAsync(name)).Should().BeFalse();
        await FluentActions.Awaiting(() => Volume.Find(name).ExecuteAsync(Token))
            .Should().ThrowAsync<VolumeNotFoundException>().WithMessage($"Could not find volume {name}:*");
    }

    [DockerFact]
    public async Task Volume_list_and_prune_apply_their_filters()
    {
        await using var used = await DockerEngine.Default.CreateVolumeAsync(new VolumeSpec { Name = Unique("used"), Labels = Mark }, Token);
        await using var unused = await DockerEngine.Default.CreateVolumeAsync(
            new VolumeSpec { Name = Unique("unused"), Labels = Mark }, Token);
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Mounts = [used.MountAt("/data")] });

        (await NamesAsync(new VolumeFilter { Labels = [MarkFilter] })).Should().BeEquivalentTo(used.Name, unused.Name);
        (await NamesAsync(new VolumeFilter { Labels = [MarkFilter], IsUnused = true })).Should().Equal(unused.Name);
        (await NamesAsync(new VolumeFilter { Labels = [MarkFilter], IsUnused = false })).Should().Equal(used.Name);
        (await NamesAsync(new VolumeFilter { Name = used.Name, Driver = "local" })).Should().Equal(used.Name);
        (await DockerEngine.Default.ListVolumesAsync(Token)).Select(volume => volume.Name).Should().Contain([used.Name, unused.Name]);

        (await DockerEngine.Default.PruneVolumesAsync(
            new VolumePruneFilter { Labels = [MarkFilter], WithoutLabels = [MarkFilter] }, Token)).Removed.Should().BeEmpty();
        var pruned = await DockerEngine.Default.PruneVolumesAsync(new VolumePruneFilter { Labels = [MarkFilter] }, Token);

        // Engines with API 1.42 or later prune only anonymous volumes by default.
        var prunesNamedVolumes = (await DockerEngine.Default.ConnectAsync(Token)).ApiVersion < new Version(1, 42);
        pruned.Removed.Should().BeEquivalentTo(prunesNamedVolumes ? [unused.Name] : Array.Empty<string>());
        (await DockerCli.ExistsAsync(used.Name)).Should().BeTrue();

        var all = await DockerEngine.Default.PruneVolumesAsync(new VolumePruneFilter { All = true, Labels = [MarkFilter] }, Token);
        pruned.Removed.Concat(all.Removed).Should().Equal(unused.Name);
        (await DockerCli.ExistsAsync(used.Name)).Should().BeTrue();

        async Task<IEnumerable<string>> NamesAsync(VolumeFilter filter) => (await Volume.List(filter)).Select(volume => volume.Name);
    }

    [DockerFact]
    public async Task Removing_a_volume_in_use_throws_and_names_the_containers()
    {
        await using var volume = await Volume.Create();
        await using (var container = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Mounts = [volume.MountAt("/data")] }))
        {
            await container.KillAsync(Token);
            await container.WaitAsync(Token);
            var failure = await FluentActions.Awaiting(() => volume.RemoveAsync(Token)).Should().ThrowAsync<ResourceInUseException>();

            failure.Which.Containers.Should().Equal(container.Name);
            failure.Which.Message.Should().StartWith(
                $"Could not remove volume {volume}: the container {container.Name} uses it").And.EndWith("Remove them first.");
        }

        await volume.RemoveAsync(Token);
        (await DockerCli.ExistsAsync(volume.Name)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Volume_size_is_the_total_size_of_its_files()
    {
        await using var volume = await Volume.Create();
        await Image.Pull(Busybox)
            .Run(Spec("dd", "if=/dev/zero", "of=/data/x", "bs=1M", "count=3") with { Mounts = [volume.MountAt("/data")] })
            .ToCompletion();

        (await volume.MeasureAsync(Token)).Should().Be(new VolumeUsage(3 << 20, 0));

        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Mounts = [volume.MountAt("/data")] });
        (await volume.MeasureAsync(Token)).Containers.Should().Be(1);
    }
}
