using ContainerKit.Cleanup;
using ContainerKit.Testing.Snapshots;

namespace ContainerKit.Services.Tests.Snapshots;

public sealed class SnapshotTests : EngineTest
{
    // Ends when it is asked to, as servers do; a bare sleep does not.
    private const string Serve = "trap 'echo bye >> /data/log; exit 0' TERM; echo begun >> /data/log; echo ready; while :; do sleep 0.05; done";

    private int _prepared;

    [EngineFact]
    public async Task Each_copy_is_fresh_and_begins_where_the_preparation_ended()
    {
        var snapshot = (await SnapshotAsync()).Exec("sh", "-c", "echo seeded > /data/x; echo layer > /etc/x");

        await using (var first = await snapshot.Run().ExecuteAsync(Token))
        {
            await first.ExecAsync(["sh", "-c", "echo more >> /data/x; rm /etc/x"], Token);
        }

        await using var second = await snapshot.Run().ExecuteAsync(Token);
        (await second.ExecAsync(["cat", "/data/x", "/etc/x", "/data/log"], Token)).Stdout.Should().Be("seeded\nlayer\nbegun\nbye\nbegun\n");
        (await DockerCommand.AskAsync("images", "--format", "{{.Repository}}", "containerkit-snapshot/*")).Split('\n').Should().Contain($"containerkit-snapshot/{Unique("snap")}");
    }

    [EngineFact]
    public async Task Later_runs_prepare_nothing_and_cost_two_requests_besides_the_copys_own()
    {
        var image = await (await SnapshotAsync()).Do("seed", CountAsync).ToImage().ExecuteAsync(Token);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        await using (var copy = await (await SnapshotAsync()).Do("seed", CountAsync).Run(spec => spec with { Wait = null }).On(engine).ExecuteAsync(Token))
        {
            (await copy.InspectAsync(Token)).ImageId.Should().Be(image.Id);
        }

        _prepared.Should().Be(1);
        proxy.Requests.Should().HaveCount(6, "the base image, the snapshot, create and start; the inspect above; the removal").And
            .Contain(request => request.Contains("images/containerkit-snapshot/", StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task All_who_want_it_at_once_get_the_one_that_is_made_once()
    {
        var snapshot = await SnapshotAsync();

        var images = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => snapshot.Do("seed", CountAsync).ToImage().ExecuteAsync(Token)));

        images.Select(image => image.Id).Distinct().Should().ContainSingle();
        _prepared.Should().Be(1);
    }

    [EngineFact]
    public async Task A_preparation_that_fails_says_why_and_leaves_nothing_and_the_next_one_begins_anew()
    {
        var fails = true;
        var snapshot = (await SnapshotAsync()).Do("seed", (_, _) => fails ? throw new InvalidOperationException("no seeds") : Task.CompletedTask);

        var failure = (await snapshot.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<PreparationFailedException>()).Which;
        failure.InnerException.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Be("no seeds");
        failure.Message.Should().ContainAll("make the snapshot of", "(seed)", "InvalidOperationException: no seeds", "log of ck-server-", "  ready", "Cleaned up: container");
        failure.LogTail.Should().Be("ready");
        (await (await SnapshotAsync()).Exec("sh", "-c", "echo broken >&2; exit 3").Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>())
            .Which.Message.Should().ContainAll("exit code 3", "broken", "Cleaned up: container");
        await NothingIsMadeAsync();

        fails = false;
        await snapshot.ToImage().ExecuteAsync(Token);
        (await SnapshotNamesAsync()).Should().ContainSingle();
    }

    [EngineFact]
    public async Task Keeping_on_failure_keeps_the_container_that_is_being_prepared()
    {
        var broken = (await SnapshotAsync()).Do("seed", (_, _) => throw new InvalidOperationException("no seeds"));

        var failure = (await broken.Run().KeepOnFailure().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<PreparationFailedException>()).Which;

        failure.Message.Should().Contain("Kept, as KeepOnFailure asked: container");
        await using var kept = await DockerEngine.Default.FindContainerAsync(failure.LeftBehind.Single().Split('(', ')')[1], Token);
        (await kept.InspectAsync(Token)).IsRunning.Should().BeTrue();
        await kept.RemoveAsync(Token);
    }

    [EngineFact]
    public async Task A_preparation_that_is_cancelled_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var snapshot = (await SnapshotAsync()).Do("hang", async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });

        (await snapshot.Run().Awaiting(it => it.ExecuteAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);

        await NothingIsMadeAsync();
    }

    [EngineFact]
    public async Task Whoever_waits_for_anothers_preparation_can_give_up()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var preparing = (await SnapshotAsync()).Do("seed", async (_, _) =>
        {
            begun.SetResult();
            await mayEnd.Task;
        }).ToImage().ExecuteAsync(Token);
        await begun.Task;

        var waiting = (await SnapshotAsync()).Do("seed", CountAsync).ToImage().ExecuteAsync(cancel.Token);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
        mayEnd.SetResult();
        await preparing;
        _prepared.Should().Be(0);
    }

    [EngineFact]
    public async Task A_container_that_has_to_be_killed_makes_no_snapshot()
    {
        var snapshot = Snapshot.Of(Busybox, Spec("sh", "-c", "echo deaf; exec sleep infinity") with { StopTimeout = TimeSpan.FromSeconds(1) }).Named(Unique("deaf"));

        (await snapshot.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>())
            .Which.Message.Should().ContainAll("exit code 137", "torn", "ContainerSpec.Init", "deaf");

        await NothingIsMadeAsync();
        await (await Snapshot.Of(Busybox, Spec("sleep", "infinity") with { Init = true }).Named(Unique("init")).Run().ExecuteAsync(Token)).DisposeAsync();
    }

    [EngineFact]
    public async Task A_container_that_ends_by_itself_makes_one_unless_it_fails()
    {
        var job = Snapshot.Of(Busybox, Spec("sh", "-c", "cat /x 2> /dev/null || echo done > /x") with { Wait = Wait.ForExit() }).Named(Unique("job"));
        await using (var copy = await job.Run().ExecuteAsync(Token)) (await copy.ToCompletionAsync(Token)).Stdout.Should().Be("done\n");

        var failing = Snapshot.Of(Busybox, Spec("sh", "-c", "echo lost; exit 5") with { Wait = Wait.ForExit(ExitCodes.Any) }).Named(Unique("failing"));
        (await failing.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>()).Which.Message.Should().ContainAll("exit code 5", "lost");
    }

    [EngineFact]
    public async Task A_file_is_copied_into_it_and_a_change_of_it_makes_a_new_snapshot()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "1.sql"), "one", Token);
        var snapshot = (await SnapshotAsync()).CopyIn(folder.Path + "/.", "/data");
        (await SeenAsync()).Should().Be("one");

        await File.WriteAllTextAsync(Path.Combine(folder.Path, "1.sql"), "two", Token);
        (await SeenAsync()).Should().Be("two");

        (await SnapshotNamesAsync()).Should().HaveCount(2);

        async Task<string> SeenAsync()
        {
            await using var copy = await snapshot.Run().ExecuteAsync(Token);
            return (await copy.ExecAsync(["cat", "/data/1.sql"], Token)).Stdout;
        }
    }

    [EngineFact]
    public async Task Copies_may_be_made_otherwise_on_a_network_with_a_name()
    {
        var snapshot = (await SnapshotAsync()).Exec("touch", "/data/x");

        var copy = await Network.Create().Then(network => snapshot.Run(spec => spec with { Networks = [network.As("server")], Name = Unique("copy") })).ExecuteAsync(Token);

        await using (copy)
        {
            copy.Name.Should().Be(Unique("copy"));
            (await copy.ExecAsync(["ping", "-c", "1", "server"], Token)).ExitCode.Should().Be(0);
        }
    }

    [EngineFact]
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

    [EngineFact]
    public async Task An_image_that_is_made_of_a_copy_is_no_snapshot()
    {
        var image = await (await SnapshotAsync()).Run().Stop().Commit(Unique("committed")).ExecuteAsync(Token);

        (await Snapshot.List().ExecuteAsync(Token)).Should().NotContain(snapshot => snapshot.Id == image.Id);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().NotContain(image.Reference.ToString());
        (await DockerCommand.ExistsAsync(image.Id)).Should().BeTrue();
    }

    [EngineFact]
    public async Task A_new_one_takes_along_those_of_its_name_that_are_older_than_a_week()
    {
        var old = await (await SnapshotAsync()).Exec("touch", "/1").ToImage().ExecuteAsync(Token);
        await using var soon = new DockerEngine(new DockerEngineOptions { TimeProvider = new Shifted(TimeSpan.FromDays(6)) });
        await (await SnapshotAsync()).Exec("touch", "/2").ToImage().On(soon).ExecuteAsync(Token);
        (await DockerCommand.ExistsAsync(old.Id)).Should().BeTrue();

        await using var late = new DockerEngine(new DockerEngineOptions { TimeProvider = new Shifted(TimeSpan.FromDays(8)) });
        var last = await (await SnapshotAsync()).Exec("touch", "/3").ToImage().On(late).ExecuteAsync(Token);

        // By that engine's clock the last one was made a week ago as well; it is what was asked for.
        (await SnapshotNamesAsync()).Should().Equal(last.Reference.ToString());
    }

    [EngineFact]
    public async Task One_that_another_machine_has_made_meanwhile_is_everybodys_and_ones_own_goes()
    {
        // That stops at once, and so the requests are always the same.
        var spec = Spec("sleep", "infinity") with { Init = true };
        await using var counting = await EngineProxy.StartAsync();
        await using (var engine = new DockerEngine(counting.Options)) await Snapshot.Of(Busybox, spec).Named(Unique("one")).ToImage().On(engine).ExecuteAsync(Token);
        var commit = counting.Requests.ToList().FindIndex(request => request.Contains("/commit?", StringComparison.Ordinal)) + 1;
        var snapshot = Snapshot.Of(Busybox, spec).Named(Unique("two"));
        var @base = await Image.Local(Busybox).ExecuteAsync(Token);
        var name = SnapshotShelf.Name(snapshot.Recipe, @base, OwnLabels.Handed, await snapshot.Recipe.TagAsync(@base, Token)).ToString();
        await using var proxy = await EngineProxy.StartAsync(new Fault(commit, FaultKind.ActOnAnswer) { Act = () => DockerCommand.AskAsync("tag", @base.Id, name) });
        await using var other = new DockerEngine(proxy.Options);

        var image = await snapshot.ToImage().On(other).ExecuteAsync(Token);

        (image.Id, image.Reference.ToString()).Should().Be((@base.Id, name));
        (await LabelledAsync(Unique("two"))).Should().BeEmpty();
    }

    [EngineFact]
    public async Task One_that_has_lost_its_name_is_pruned_with_those_of_that_name()
    {
        var image = await (await SnapshotAsync()).ToImage().ExecuteAsync(Token);
        await DockerCommand.AskAsync("tag", Busybox, image.Reference.ToString());
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

    [EngineFact]
    public async Task An_unnamed_build_is_a_base_that_is_built_once_and_leaves_nothing_but_the_snapshot()
    {
        var spec = BuildSpec.FromText("FROM busybox\nRUN echo built > /built") with { Labels = Mark };
        var snapshot = Snapshot.Of(Image.Build(spec), Spec("sh", "-c", Serve.Replace("/data/", "/", StringComparison.Ordinal)) with { Wait = Wait.ForLog("ready") })
            .Named(Unique("snap")).Do("seed", CountAsync);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        var (one, two) = await Plan.All(snapshot.Run(), snapshot.Run()).On(engine).ExecuteAsync(Token);
        await using (one)
        await using (two)
        await using (var three = await snapshot.Run().On(engine).ExecuteAsync(Token))
        {
            (await three.ExecAsync(["cat", "/built"], Token)).Stdout.Should().Be("built\n");
            (await BuiltAsync("reference=containerkit-build")).Where(IsOurs).Should().BeEmpty();
        }

        _prepared.Should().Be(1);
        proxy.Requests.Count(request => request.Contains("/build?", StringComparison.Ordinal)).Should().Be(1);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().ContainSingle();
        (await BuiltAsync($"label=ck.test={Mark["ck.test"]}")).Should().BeEmpty();

        // The snapshot is gone, and with it the image that it was made of: both are made anew.
        await using (await snapshot.Run().ExecuteAsync(Token)) _prepared.Should().Be(2);
        (await BuiltAsync("reference=containerkit-build")).Where(IsOurs).Should().BeEmpty();

        static bool IsOurs(string name) => OwnLabels.SessionOfImage(name) is { } session && (session == OwnLabels.Guarded || session == OwnLabels.Handed);

        static async Task<string[]> BuiltAsync(string filter) =>
            (await DockerCommand.AskAsync("images", "--all", "--filter", filter, "--format", "{{.Repository}}:{{.Tag}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [EngineFact]
    public async Task An_unnamed_build_whose_preparation_fails_is_gone()
    {
        var build = Image.Build(BuildSpec.FromText("FROM busybox\nRUN echo built > /built") with { Labels = Mark });
        var failing = Snapshot.Of(build, Spec("sleep", "infinity")).Named(Unique("snap")).Exec("sh", "-c", "exit 3");

        (await failing.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>()).Which.Message.Should().Contain("Cleaned up: container").And.Contain("image containerkit-build:");

        await NothingIsMadeAsync();
        (await DockerCommand.AskAsync("images", "--all", "--quiet", "--filter", $"label=ck.test={Mark["ck.test"]}")).Should().BeEmpty();
    }

    private static async Task<string> LabelledAsync(string name) => await DockerCommand.AskAsync("images", "--all", "--quiet", "--filter", $"label=containerkit.snapshot={name}");

    private async Task NothingIsMadeAsync()
    {
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().NotContain(name => name.StartsWith("containerkit-", StringComparison.Ordinal));
    }

    // By tag: some engines give every image a digest as well.
    private async Task<IReadOnlyList<string>> SnapshotNamesAsync() =>
        [.. (await ImagesAsync()).Where(name => name.StartsWith("containerkit-snapshot/", StringComparison.Ordinal) && !name.Contains('@', StringComparison.Ordinal))];

    private Task CountAsync(Container container, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _prepared);
        return Task.CompletedTask;
    }

    /// <summary>Of a server that keeps its data in a volume that its image declares.</summary>
    private async Task<Snapshot> SnapshotAsync()
    {
        var name = Unique("server");
        if (!await DockerCommand.ExistsAsync(name))
            await Image.Pull(Busybox).Create(Spec("true")).Commit(name, new CommitOptions { Changes = ["VOLUME /data"] }).ExecuteAsync(Token);
        return Snapshot.Of(Image.Local(name), Spec("sh", "-c", Serve) with { Wait = Wait.ForLog("ready") }).Named(Unique("snap"));
    }

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
