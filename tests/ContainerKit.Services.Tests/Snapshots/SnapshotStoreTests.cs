using ContainerKit.Sessions;
using ContainerKit.Testing.Snapshots;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>Which snapshots there are, under which names, and which go.</summary>
public sealed class SnapshotStoreTests : SnapshotTest
{
    [DockerFact]
    public async Task They_are_listed_and_pruned_by_name_and_age_but_for_those_in_use()
    {
        var image = await (await SnapshotAsync()).ToImage().ExecuteAsync(Token);
        (await Snapshot.List().ExecuteAsync(Token)).Should().ContainSingle(snapshot => snapshot.Id == image.Id);

        (await Snapshot.Prune(Unique("snap"), TimeSpan.FromHours(1)).ExecuteAsync(Token)).Should().BeEmpty();
        await using (await image.CreateAsync(Spec(), Token))
            (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().BeEmpty();

        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().Equal(image.Reference.ToString());
        (await Snapshot.List().ExecuteAsync(Token)).Should().NotContain(snapshot => snapshot.Id == image.Id);
        await NothingIsMadeAsync();
    }

    [DockerFact]
    public async Task An_image_that_is_made_of_a_copy_is_no_snapshot()
    {
        var image = await (await SnapshotAsync()).Run().Stop().Commit(Unique("committed")).ExecuteAsync(Token);

        (await Snapshot.List().ExecuteAsync(Token)).Should().NotContain(snapshot => snapshot.Id == image.Id);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().NotContain(image.Reference.ToString());
        (await DockerCli.ExistsAsync(image.Id)).Should().BeTrue();
    }

    [DockerFact]
    public async Task A_new_one_takes_along_those_of_its_name_that_are_older_than_a_week()
    {
        var old = await (await SnapshotAsync()).Exec("touch", "/1").ToImage().ExecuteAsync(Token);
        await using var soon = new DockerEngine(new DockerEngineOptions { TimeProvider = new Shifted(TimeSpan.FromDays(6)) });
        await (await SnapshotAsync()).Exec("touch", "/2").ToImage().On(soon).ExecuteAsync(Token);
        (await DockerCli.ExistsAsync(old.Id)).Should().BeTrue();

        await using var late = new DockerEngine(new DockerEngineOptions { TimeProvider = new Shifted(TimeSpan.FromDays(8)) });
        var last = await (await SnapshotAsync()).Exec("touch", "/3").ToImage().On(late).ExecuteAsync(Token);

        // By that engine's clock the last one was made a week ago as well; it is what was asked for.
        (await SnapshotNamesAsync()).Should().Equal(last.Reference.ToString());
    }

    [DockerFact]
    public async Task One_that_another_machine_has_made_meanwhile_is_everybodys_and_ones_own_goes()
    {
        // That stops at once, and so the requests are always the same.
        var spec = Spec("sleep", "infinity") with { Init = true };
        await using var counting = await EngineProxy.StartAsync();
        await using (var engine = new DockerEngine(counting.Options)) await Snapshot.Of(Busybox, spec).WithName(Unique("one")).ToImage().On(engine).ExecuteAsync(Token);
        var commit = counting.Requests.ToList().FindIndex(request => request.Contains("/commit?", StringComparison.Ordinal)) + 1;
        var snapshot = Snapshot.Of(Busybox, spec).WithName(Unique("two"));
        var @base = await Image.Local(Busybox).ExecuteAsync(Token);
        var name = SnapshotStore.CreateImageName(snapshot.Definition, @base, ResourceLabels.Unmanaged, await snapshot.Definition.ComputeTagAsync(@base, Token)).ToString();
        await using var proxy = await EngineProxy.StartAsync(new Fault(commit, FaultKind.ActOnAnswer) { Act = () => DockerCli.AskAsync("tag", @base.Id, name) });
        await using var other = new DockerEngine(proxy.Options);

        var image = await snapshot.ToImage().On(other).ExecuteAsync(Token);

        (image.Id, image.Reference.ToString()).Should().Be((@base.Id, name));
        (await LabelledAsync(Unique("two"))).Should().BeEmpty();
    }

    [DockerFact]
    public async Task One_that_has_lost_its_name_is_pruned_with_those_of_that_name()
    {
        var image = await (await SnapshotAsync()).ToImage().ExecuteAsync(Token);
        await DockerCli.AskAsync("tag", Busybox, image.Reference.ToString());
        // A commit of a copy has the label's key.
        var copy = await image.CreateAsync(Spec(), Token);
        var committed = await copy.CommitAsync(Unique("commit"), Token);
        await copy.DisposeAsync();

        (await Snapshot.List().ExecuteAsync(Token)).Should().NotContain(snapshot => snapshot.Id == image.Id);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.FromHours(1)).ExecuteAsync(Token)).Should().BeEmpty();
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().BeEmpty("another image is made from it");
        await committed.RemoveAsync(new ImageRemoveOptions { KeepParents = true }, Token);

        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().Equal(image.Id);
        (await LabelledAsync(Unique("snap"))).Should().BeEmpty();
    }

    private static async Task<string> LabelledAsync(string name) => await DockerCli.AskAsync("images", "--all", "--quiet", "--filter", $"label=containerkit.snapshot={name}");

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
