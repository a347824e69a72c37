namespace ContainerKit.Engine.Tests.Verbs.Containers;

/// <summary>Removing as docker rm does, and pruning.</summary>
public sealed class RemovalTests : EngineTest
{
    [EngineFact]
    public async Task What_runs_is_removed_only_by_force()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.RemoveAsync(new RemoveOptions(), Token)).Should().ThrowAsync<EngineErrorException>();

        failure.Which.Message.Should().Contain("RemoveOptions.Force").And.Contain(container.Name);
        (await ContainersAsync("running")).Should().Equal(container.Id);
        await container.RemoveAsync(new RemoveOptions { Force = true }, Token);
        (await DockerCommand.ExistsAsync(container.Id)).Should().BeFalse();
        await FluentActions.Awaiting(() => container.RemoveAsync(new RemoveOptions { Force = true }, Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [EngineFact]
    public async Task Anonymous_volumes_stay_unless_they_are_to_go_too()
    {
        var spec = Spec("true") with { Customize = request => request.Volumes = new Dictionary<string, Docker.DotNet.Models.EmptyStruct> { ["/data"] = default! } };
        var (first, second) = await Plan.All(Image.Pull(Busybox).Create(spec), Image.Pull(Busybox).Create(spec));
        var kept = (await first.InspectAsync(Token)).Mounts.Single().Name!;
        var gone = (await second.InspectAsync(Token)).Mounts.Single().Name!;

        await first.RemoveAsync(new RemoveOptions(), Token);
        await second.RemoveAsync(new RemoveOptions { Volumes = true }, Token);

        (await DockerCommand.ExistsAsync(kept)).Should().BeTrue();
        (await DockerCommand.ExistsAsync(gone)).Should().BeFalse();
        await DockerCommand.AskAsync("volume", "rm", kept);
    }

    [EngineFact]
    public async Task A_link_is_removed_and_both_containers_stay()
    {
        await using var known = await SleeperAsync();
        await using var knowing = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Customize = request => request.HostConfig!.Links = [$"{known.Name}:db"] });
        (await Container.List(new() { Names = [$"^{known.Name}$"] })).Single().Should().BeEquivalentTo(new { known.Name, Names = new[] { known.Name, $"{knowing.Name}/db" } });

        await knowing.RemoveLinkAsync("db", Token);

        (await Container.List(new() { Names = [$"^{known.Name}$"] })).Single().Names.Should().Equal(known.Name);
        (await ContainersAsync("running")).Should().HaveCount(2);
        await FluentActions.Awaiting(() => knowing.RemoveLinkAsync("db", Token)).Should().ThrowAsync<EngineErrorException>().WithMessage("*the link 'db'*");
    }

    [EngineFact]
    public async Task A_prune_removes_what_does_not_run_and_says_what_that_freed()
    {
        await using var running = await SleeperAsync();
        var ended = await Image.Pull(Busybox).Run(Spec("sh", "-c", "head -c 1000 /dev/zero > /file"));
        await using var other = await Image.Pull(Busybox).Create(Spec("true") with { Labels = new Dictionary<string, string>(Mark) { ["ck.keep"] = "1" } });
        await ended.WaitAsync(Token);
        var (key, value) = Mark.Single();

        var nothing = await DockerEngine.Default.PruneContainersAsync(new PruneFilter { Labels = [$"{key}={value}"], Until = DateTimeOffset.UtcNow.AddHours(-1) }, Token);
        var report = await DockerEngine.Default.PruneContainersAsync(new PruneFilter { Labels = [$"{key}={value}"], WithoutLabels = ["ck.keep"] }, Token);

        nothing.Removed.Should().BeEmpty();
        report.Removed.Should().Equal(ended.Id);
        report.ReclaimedBytes.Should().Be(1000);
        report.ToString().Should().Be("1 removed, 1000 bytes reclaimed");
        (await ContainersAsync()).Should().BeEquivalentTo(running.Id, other.Id);
    }
}
