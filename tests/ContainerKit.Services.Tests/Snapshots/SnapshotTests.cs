namespace ContainerKit.Services.Tests.Snapshots;

public sealed class SnapshotTests : SnapshotTest
{
    [DockerFact]
    public async Task Each_copy_is_fresh_and_begins_where_the_preparation_ended()
    {
        var snapshot = (await SnapshotAsync()).Exec("sh", "-c", "echo seeded > /data/x; echo layer > /etc/x");

        await using (var first = await snapshot.Run().ExecuteAsync(Token))
        {
            await first.ExecAsync(["sh", "-c", "echo more >> /data/x; rm /etc/x"], Token);
        }

        await using var second = await snapshot.Run().ExecuteAsync(Token);
        (await second.ExecAsync(["cat", "/data/x", "/etc/x", "/data/log"], Token)).Stdout.Should().Be("seeded\nlayer\nbegun\nbye\nbegun\n");
        (await DockerCli.AskAsync("images", "--format", "{{.Repository}}", "containerkit-snapshot/*")).Split('\n').Should().Contain($"containerkit-snapshot/{Unique("snap")}");
    }

    [DockerFact]
    public async Task Later_runs_prepare_nothing_and_cost_two_requests_besides_the_copys_own()
    {
        var image = await (await SnapshotAsync()).Do("seed", CountAsync).ToImage().ExecuteAsync(Token);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        await using (var copy = await (await SnapshotAsync()).Do("seed", CountAsync).Run(spec => spec with { Wait = null }).On(engine).ExecuteAsync(Token))
        {
            (await copy.InspectAsync(Token)).ImageId.Should().Be(image.Id);
        }

        Prepared.Should().Be(1);
        proxy.Requests.Should().HaveCount(6, "the base image, the snapshot, create and start; the inspect above; the removal").And
            .Contain(request => request.Contains("images/containerkit-snapshot/", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task All_who_want_it_at_once_get_the_one_that_is_made_once()
    {
        var snapshot = await SnapshotAsync();

        var images = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => snapshot.Do("seed", CountAsync).ToImage().ExecuteAsync(Token)));

        images.Select(image => image.Id).Distinct().Should().ContainSingle();
        Prepared.Should().Be(1);
    }

    [DockerFact]
    public async Task A_preparation_that_fails_says_why_and_leaves_nothing_and_the_next_one_begins_anew()
    {
        var fails = true;
        var snapshot = (await SnapshotAsync()).Do("seed", (_, _) => fails ? throw new InvalidOperationException("no seeds") : Task.CompletedTask);

        var failure = (await snapshot.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<FixtureSetupException>()).Which;
        failure.InnerException.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Be("no seeds");
        failure.Message.Should().ContainAll("create the snapshot of", "(seed)", "InvalidOperationException: no seeds", "log of ck-server-", "  ready", "Cleaned up: container");
        failure.LogTail.Should().Be("ready");
        (await (await SnapshotAsync()).Exec("sh", "-c", "echo broken >&2; exit 3").Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>())
            .Which.Message.Should().ContainAll("exit code 3", "broken", "Cleaned up: container");
        await NothingIsMadeAsync();

        fails = false;
        await snapshot.ToImage().ExecuteAsync(Token);
        (await SnapshotNamesAsync()).Should().ContainSingle();
    }

    [DockerFact]
    public async Task Keeping_on_failure_keeps_the_container_that_is_beingPrepared()
    {
        var broken = (await SnapshotAsync()).Do("seed", (_, _) => throw new InvalidOperationException("no seeds"));

        var failure = (await broken.Run().KeepOnFailure().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<FixtureSetupException>()).Which;

        failure.Message.Should().Contain("Kept, as KeepOnFailure asked: container");
        await using var kept = await DockerEngine.Default.FindContainerAsync(failure.RemainingResources.Single().Split('(', ')')[1], Token);
        (await kept.InspectAsync(Token)).IsRunning.Should().BeTrue();
        await kept.RemoveAsync(Token);
    }

    [DockerFact]
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

    [DockerFact]
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
        Prepared.Should().Be(0);
    }

    [DockerFact]
    public async Task A_container_that_has_to_be_killed_makes_no_snapshot()
    {
        var snapshot = Snapshot.Of(Busybox, Spec("sh", "-c", "echo deaf; exec sleep infinity") with { StopTimeout = TimeSpan.FromSeconds(1) }).WithName(Unique("deaf"));

        (await snapshot.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>())
            .Which.Message.Should().ContainAll("exit code 137", "inconsistent", "ContainerSpec.Init", "deaf");

        await NothingIsMadeAsync();
        await (await Snapshot.Of(Busybox, Spec("sleep", "infinity") with { Init = true }).WithName(Unique("init")).Run().ExecuteAsync(Token)).DisposeAsync();
    }

    [DockerFact]
    public async Task A_container_that_ends_by_itself_makes_one_unless_it_fails()
    {
        var job = Snapshot.Of(Busybox, Spec("sh", "-c", "cat /x 2> /dev/null || echo done > /x") with { Wait = Wait.ForExit() }).WithName(Unique("job"));
        await using (var copy = await job.Run().ExecuteAsync(Token)) (await copy.ToCompletionAsync(Token)).Stdout.Should().Be("done\n");

        var failing = Snapshot.Of(Busybox, Spec("sh", "-c", "echo lost; exit 5") with { Wait = Wait.ForExit(ExitCodes.Any) }).WithName(Unique("failing"));
        (await failing.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>()).Which.Message.Should().ContainAll("exit code 5", "lost");
    }

    [DockerFact]
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

    [DockerFact]
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
}
