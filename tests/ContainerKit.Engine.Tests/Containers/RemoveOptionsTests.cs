namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Removal with each of the options, and pruning.</summary>
public sealed class RemoveOptionsTests : EngineTest
{
    [DockerFact]
    public async Task Removing_with_default_options_equals_removing_without_options()
    {
        var spec = Spec("sleep", "infinity") with
        {
            Customize = request => request.Volumes = new Dictionary<string, Docker.DotNet.Models.EmptyStruct> { ["/data"] = default! },
        };
        Func<Container, Task>[] overloads =
            [container => container.RemoveAsync(Token), container => container.RemoveAsync(new RemoveOptions(), Token)];
        foreach (var remove in overloads)
        {
            var container = await Image.Pull(Busybox).Run(spec);
            var volume = (await container.InspectAsync(Token)).Mounts.Single().Name!;

            await remove(container);
            await FluentActions.Awaiting(() => remove(container))
                .Should().NotThrowAsync("a missing container counts as removed");

            (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
            (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
        }
    }

    [DockerFact]
    public async Task Removing_a_missing_container_strictly_throws_ContainerNotFound()
    {
        var container = await SleeperAsync();
        await container.RemoveAsync(Token);

        await FluentActions.Awaiting(() => container.RemoveAsync(new RemoveOptions { IgnoreMissing = false }, Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
        await FluentActions.Awaiting(() => container.RemoveAsync(new RemoveOptions { Force = false }, Token))
            .Should().NotThrowAsync();
    }

    [DockerFact]
    public async Task Removing_a_running_container_without_force_throws_EngineApiException()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.RemoveAsync(new RemoveOptions { Force = false }, Token))
            .Should().ThrowAsync<EngineApiException>();

        failure.Which.Message.Should().Contain("RemoveOptions.Force").And.Contain(container.Name);
        (await ContainersAsync("running")).Should().Equal(container.Id);
        await container.RemoveAsync(new RemoveOptions { IgnoreMissing = false }, Token);
        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Anonymous_volumes_stay_if_the_options_exclude_them()
    {
        var spec = Spec("true") with
        {
            Customize = request => request.Volumes = new Dictionary<string, Docker.DotNet.Models.EmptyStruct> { ["/data"] = default! },
        };
        var (first, second) = await Plan.All(Image.Pull(Busybox).Create(spec), Image.Pull(Busybox).Create(spec));
        var keptVolume = (await first.InspectAsync(Token)).Mounts.Single().Name!;
        var removedVolume = (await second.InspectAsync(Token)).Mounts.Single().Name!;

        await first.RemoveAsync(new RemoveOptions { Volumes = false }, Token);
        await second.RemoveAsync(new RemoveOptions { Force = false }, Token);

        (await DockerCli.ExistsAsync(keptVolume)).Should().BeTrue();
        (await DockerCli.ExistsAsync(removedVolume)).Should().BeFalse();
        await DockerCli.GetOutputAsync("volume", "rm", keptVolume);
    }

    [DockerFact]
    [Requires(EngineFeature.Links)]
    public async Task Removing_a_link_keeps_both_containers()
    {
        await using var target = await SleeperAsync();
        await using var linking = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Customize = request => request.HostConfig!.Links = [$"{target.Name}:db"] });
        (await Container.List(new() { Names = [$"^{target.Name}$"] })).Single()
            .Should().BeEquivalentTo(new { target.Name, Names = new[] { target.Name, $"{linking.Name}/db" } });

        await linking.RemoveLinkAsync("db", Token);

        (await Container.List(new() { Names = [$"^{target.Name}$"] })).Single().Names.Should().Equal(target.Name);
        (await ContainersAsync("running")).Should().HaveCount(2);
        await FluentActions.Awaiting(() => linking.RemoveLinkAsync("db", Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("*the link 'db'*");
    }

    [DockerFact]
    public async Task Pruning_removes_containers_that_do_not_run_and_reports_the_reclaimed_bytes()
    {
        await using var running = await SleeperAsync();
        var exited = await Image.Pull(Busybox).Run(Spec("sh", "-c", "head -c 1000 /dev/zero > /file"));
        await using var other = await Image.Pull(Busybox)
            .Create(Spec("true") with { Labels = new Dictionary<string, string>(Mark) { ["ck.keep"] = "1" } });
        await exited.WaitAsync(Token);
        var size = (await exited.GetSizeAsync(Token)).ChangedBytes;
        var (key, value) = Mark.Single();

        var emptyReport = await DockerEngine.Default.PruneContainersAsync(
            new PruneFilter { Labels = [$"{key}={value}"], Until = DateTimeOffset.UtcNow.AddHours(-1) }, Token);
        var report = await DockerEngine.Default.PruneContainersAsync(
            new PruneFilter { Labels = [$"{key}={value}"], WithoutLabels = ["ck.keep"] }, Token);

        emptyReport.Removed.Should().BeEmpty();
        report.Removed.Should().Equal(exited.Id);
        report.ReclaimedBytes.Should().Be(size).And.BeGreaterThanOrEqualTo(1000);
        report.ToString().Should().Be($"1 removed, {size} bytes reclaimed");
        (await ContainersAsync()).Should().BeEquivalentTo(running.Id, other.Id);
    }
}
