using ContainerKit.Engine.Tests.Support.Proxy;
using ContainerKit.Services.Snapshots;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>Listing, naming and pruning of snapshots.</summary>
public sealed class SnapshotStoreTests : SnapshotTest
{
    [DockerFact]
    public async Task Snapshots_are_listed_and_pruned_by_name_and_age_unless_they_are_in_use()
    {
        var image = await (await SnapshotAsync()).ToImage().ExecuteAsync(Token);
        (await Snapshot.List().ExecuteAsync(Token)).Should().ContainSingle(snapshot => snapshot.Id == image.Id);

        (await Snapshot.Prune(Unique("snap"), TimeSpan.FromHours(1)).ExecuteAsync(Token)).Should().BeEmpty();
        await using (await image.CreateAsync(Spec(), Token))
            (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().BeEmpty();

        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().Equal(image.Reference.ToString());
        (await Snapshot.List().ExecuteAsync(Token)).Should().NotContain(snapshot => snapshot.Id == image.Id);
        await AssertNothingLeftAsync();
    }

    [DockerFact]
    public async Task An_image_that_is_committed_from_a_snapshot_copy_is_not_a_snapshot()
    {
        var image = await (await SnapshotAsync()).Run().Stop().Commit(Unique("committed")).ExecuteAsync(Token);

        (await Snapshot.List().ExecuteAsync(Token)).Should().NotContain(snapshot => snapshot.Id == image.Id);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token))
            .Should().NotContain(image.Reference.ToString());
        (await DockerCli.ExistsAsync(image.Id)).Should().BeTrue();
    }

    [DockerFact]
    public async Task A_new_snapshot_removes_snapshots_of_its_name_that_are_older_than_a_week()
    {
        var old = await (await SnapshotAsync()).Exec("touch", "/1").ToImage().ExecuteAsync(Token);
        await using var soon =
            new DockerEngine(new DockerEngineOptions { TimeProvider = new OffsetTimeProvider(TimeSpan.FromDays(6)) });
        await (await SnapshotAsync()).Exec("touch", "/2").ToImage().On(soon).ExecuteAsync(Token);
        (await DockerCli.ExistsAsync(old.Id)).Should().BeTrue();

        await using var late =
            new DockerEngine(new DockerEngineOptions { TimeProvider = new OffsetTimeProvider(TimeSpan.FromDays(8)) });
        var last = await (await SnapshotAsync()).Exec("touch", "/3").ToImage().On(late).ExecuteAsync(Token);

        // By the clock of that engine the last snapshot is older than a week too, but it is the requested one.
        (await SnapshotNamesAsync()).Should().Equal(last.Reference.ToString());
    }

    [DockerFact]
    public async Task A_snapshot_that_another_machine_created_first_is_used_and_the_local_one_is_removed()
    {
        // The init process starts sleep when it handles signals, so the container stops at once. A wait would send a varying number of
        // requests.
        var spec = Spec("sleep", "infinity") with { Init = true };
        var recipe = Snapshot.Of(Busybox, spec).Exec("sh", "-c", "until pidof sleep; do sleep 0.1; done");
        await using var counting = await EngineProxy.StartAsync();
        await using (var engine = new DockerEngine(counting.Options))
            await recipe.WithName(Unique("one")).ToImage().On(engine).ExecuteAsync(Token);
        var commit = counting.Requests.ToList()
            .FindIndex(request => request.Contains("/commit?", StringComparison.Ordinal)) + 1;
        var snapshot = recipe.WithName(Unique("two"));
        var @base = await Image.Local(Busybox).ExecuteAsync(Token);
        var name = SnapshotStore.CreateImageName(
            snapshot.Definition, @base, await snapshot.Definition.ComputeTagAsync(@base, Token)).ToString();
        await using var proxy = await EngineProxy.StartAsync(
            new Fault(commit, FaultKind.ActOnResponse) { Act = () => DockerCli.GetOutputAsync("tag", @base.Id, name) });
        await using var other = new DockerEngine(proxy.Options);

        var image = await snapshot.ToImage().On(other).ExecuteAsync(Token);

        (image.Id, image.Reference.ToString()).Should().Be((@base.Id, name));
        (await LabeledImagesAsync(Unique("two"))).Should().BeEmpty();
    }

    [DockerFact]
    [Requires(EngineFeature.KeptParents)]
    public async Task A_snapshot_that_has_lost_its_name_is_pruned_by_that_name()
    {
        var image = await (await SnapshotAsync()).ToImage().ExecuteAsync(Token);
        await DockerCli.GetOutputAsync("tag", Busybox, image.Reference.ToString());
        // A commit of a copy inherits the key of the label.
        var copy = await image.CreateAsync(Spec(), Token);
        var committed = await copy.CommitAsync(Unique("commit"), Token);
        await copy.DisposeAsync();

        (await Snapshot.List().ExecuteAsync(Token)).Should().NotContain(snapshot => snapshot.Id == image.Id);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.FromHours(1)).ExecuteAsync(Token)).Should().BeEmpty();
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token))
            .Should().BeEmpty("another image is based on it");
        await committed.RemoveAsync(new ImageRemoveOptions { KeepParents = true }, Token);

        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().Equal(image.Id);
        (await LabeledImagesAsync(Unique("snap"))).Should().BeEmpty();
    }

    private static async Task<string> LabeledImagesAsync(string name) =>
        await DockerCli.GetOutputAsync("images", "--all", "--quiet", "--filter", $"label=containerkit.snapshot={name}");

    private sealed class OffsetTimeProvider(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
    }
}
