using ContainerKit.Engine.Tests.Support.Proxy;

namespace ContainerKit.Services.Tests.Snapshots;

public sealed class SnapshotTests : SnapshotTest
{
    [DockerFact]
    public async Task Each_snapshot_copy_starts_from_the_state_at_the_end_of_the_preparation()
    {
        var snapshot = (await SnapshotAsync()).Exec("sh", "-c", "echo seeded > /data/x; echo layer > /etc/x");

        await using (var first = await snapshot.Run().ExecuteAsync(Token))
        {
            await first.ExecAsync(["sh", "-c", "echo more >> /data/x; rm /etc/x"], Token);
        }

        await using var second = await snapshot.Run().ExecuteAsync(Token);
        (await second.ExecAsync(["cat", "/data/x", "/etc/x", "/data/log"], Token)).Stdout
            .Should().Be("seeded\nlayer\nbegun\nbye\nbegun\n");
        (await DockerCli.GetOutputAsync("images", "--format", "{{.Repository}}", "containerkit-snapshot/*")).Split('\n')
            .Should().Contain($"containerkit-snapshot/{Unique("snap")}");
    }

    [DockerFact]
    public async Task A_run_of_an_existing_snapshot_needs_two_requests_besides_those_of_its_container()
    {
        var image = await (await SnapshotAsync()).Do("seed", CountPreparationAsync).ToImage().ExecuteAsync(Token);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        await using (var copy = await (await SnapshotAsync()).Do("seed", CountPreparationAsync)
            .Run(spec => spec with { Wait = null }).On(engine).ExecuteAsync(Token))
        {
            (await copy.InspectAsync(Token)).ImageId.Should().Be(image.Id);
        }

        PreparationCount.Should().Be(1);
        // Otherwise the container is killed before its removal.
        var removals = await EngineFeatures.HasAsync(EngineFeature.DirectRemoval) ? 1 : 2;
        proxy.Requests
            .Should().HaveCount(5 + removals,
            "the requests are for the base image, the snapshot, create, start, the inspect above and the removal").And
            .Contain(request => request.Contains("images/containerkit-snapshot/", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task A_snapshot_does_not_depend_on_the_proxies_of_config_json()
    {
        const string Config = """{"proxies":{"default":{"httpProxy":"PROXY"}}}""";
        using var folder = new TemporaryFolder();
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        var images = new List<string>();
        foreach (var proxy in (string[])["http://first:1", "http://second:1"])
        {
            folder.With("config.json", Config.Replace("PROXY", proxy, StringComparison.Ordinal));
            await using var copy = await (await SnapshotAsync()).Do("seed", CountPreparationAsync).Run().ExecuteAsync(Token);
            var details = await copy.InspectAsync(Token);
            details.Environment["HTTP_PROXY"].Should().Be(proxy);
            images.Add(details.ImageId);
        }

        PreparationCount.Should().Be(1);
        images.Distinct().Should().ContainSingle();
        (await DockerCli.GetOutputAsync("inspect", images[0])).Should().NotContain("http://first");
    }

    [DockerFact]
    public async Task Concurrent_callers_of_a_snapshot_create_it_once()
    {
        var snapshot = await SnapshotAsync();

        var images = await Task.WhenAll(Enumerable.Range(0, 5)
            .Select(_ => snapshot.Do("seed", CountPreparationAsync).ToImage().ExecuteAsync(Token)));

        images.Select(image => image.Id).Distinct().Should().ContainSingle();
        PreparationCount.Should().Be(1);
    }

    [DockerFact]
    public async Task A_failed_snapshot_preparation_reports_the_reason_leaves_nothing_and_can_be_repeated()
    {
        var fails = true;
        var snapshot = (await SnapshotAsync())
            .Do("seed", (_, _) => fails ? throw new InvalidOperationException("no seeds") : Task.CompletedTask);

        var failure = (await snapshot.Run().Awaiting(it => it.ExecuteAsync(Token))
            .Should().ThrowAsync<FixtureSetupException>()).Which;
        failure.InnerException.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Be("no seeds");
        failure.Message
            .Should().ContainAll("create the snapshot of", "(seed)", "InvalidOperationException: no seeds",
            "log of ck-server-", "  ready", "Cleaned up: container");
        failure.LogTail.Should().Be("ready");
        (await (await SnapshotAsync()).Exec("sh", "-c", "echo broken >&2; exit 3").Run()
            .Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>())
            .Which.Message.Should().ContainAll("exit code 3", "broken", "Cleaned up: container");
        await AssertNothingLeftAsync();

        fails = false;
        await snapshot.ToImage().ExecuteAsync(Token);
        (await SnapshotNamesAsync()).Should().ContainSingle();
    }

    [DockerFact]
    public async Task KeepOnFailure_keeps_the_container_of_a_failed_snapshot_preparation()
    {
        var broken = (await SnapshotAsync()).Do("seed", (_, _) => throw new InvalidOperationException("no seeds"));

        var failure = (await broken.Run().KeepOnFailure().Awaiting(it => it.ExecuteAsync(Token))
            .Should().ThrowAsync<FixtureSetupException>()).Which;

        failure.Message.Should().Contain("Kept because of KeepOnFailure: container");
        await using var kept = await DockerEngine.Default.FindContainerAsync(failure.RemainingResources.Single()
            .Split('(', ')')[1], Token);
        (await kept.InspectAsync(Token)).IsRunning.Should().BeTrue();
        await kept.RemoveAsync(Token);
    }

    [DockerFact]
    public async Task A_canceled_snapshot_preparation_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var snapshot = (await SnapshotAsync()).Do("hang", async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });

        (await snapshot.Run().Awaiting(it => it.ExecuteAsync(cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);

        await AssertNothingLeftAsync();
    }

    [DockerFact]
    public async Task Waiting_for_the_snapshot_preparation_of_another_caller_can_be_canceled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (started, mayFinish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var preparing = (await SnapshotAsync()).Do("seed", async (_, _) =>
        {
            started.SetResult();
            await mayFinish.Task;
        }).ToImage().ExecuteAsync(Token);
        await started.Task;

        var waiting = (await SnapshotAsync()).Do("seed", CountPreparationAsync).ToImage().ExecuteAsync(cancel.Token);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
        mayFinish.SetResult();
        await preparing;
        PreparationCount.Should().Be(0);
    }

    [DockerFact]
    public async Task A_container_that_must_be_killed_gives_no_snapshot()
    {
        var snapshot = Snapshot.Of(Busybox,
            Spec("sh", "-c", "echo deaf; exec sleep infinity") with { StopTimeout = TimeSpan.FromSeconds(1) })
            .WithName(Unique("deaf"));

        (await snapshot.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>())
            .Which.Message.Should().ContainAll("exit code 137", "inconsistent", "ContainerSpec.Init", "ContainerSpec.Wait", "deaf");

        await AssertNothingLeftAsync();
        var init = Spec("sh", "-c", "echo ready; exec sleep infinity") with { Init = true, Wait = Wait.ForLog("ready") };
        await (await Snapshot.Of(Busybox, init).WithName(Unique("init")).Run().ExecuteAsync(Token)).DisposeAsync();
    }

    [DockerFact]
    public async Task A_container_that_exits_by_itself_gives_a_snapshot_unless_it_fails()
    {
        var job = Snapshot.Of(Busybox,
            Spec("sh", "-c", "cat /x 2> /dev/null || echo done > /x") with { Wait = Wait.ForExit() })
            .WithName(Unique("job"));
        await using (var copy = await job.Run().ExecuteAsync(Token))
            (await copy.ToCompletionAsync(Token)).Stdout.Should().Be("done\n");

        var failing = Snapshot.Of(Busybox,
            Spec("sh", "-c", "echo lost; exit 5") with { Wait = Wait.ForExit(ExitCodes.Any) })
            .WithName(Unique("failing"));
        (await failing.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>())
            .Which.Message.Should().ContainAll("exit code 5", "lost");
    }

    [DockerFact]
    public async Task A_change_of_a_file_that_is_copied_into_a_snapshot_gives_a_new_snapshot()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "1.sql"), "one", Token);
        var snapshot = (await SnapshotAsync()).CopyIn(folder.Path + "/.", "/data");
        (await ReadFileAsync()).Should().Be("one");

        await File.WriteAllTextAsync(Path.Combine(folder.Path, "1.sql"), "two", Token);
        (await ReadFileAsync()).Should().Be("two");

        (await SnapshotNamesAsync()).Should().HaveCount(2);

        async Task<string> ReadFileAsync()
        {
            await using var copy = await snapshot.Run().ExecuteAsync(Token);
            return (await copy.ExecAsync(["cat", "/data/1.sql"], Token)).Stdout;
        }
    }

    [DockerFact]
    public async Task Snapshot_copies_can_have_their_own_network_and_name()
    {
        var snapshot = (await SnapshotAsync()).Exec("touch", "/data/x");

        var copy = await Network.Create()
            .Then(network =>
            snapshot.Run(spec => spec with
            {
                Networks = [network.As("server")],
                Name = Unique("copy"),
                // Podman does not give the right to send pings by default.
                AddCapabilities = ["NET_RAW"],
            }))
            .ExecuteAsync(Token);

        await using (copy)
        {
            copy.Name.Should().Be(Unique("copy"));
            (await copy.ExecAsync(["ping", "-c", "1", "server"], Token)).ExitCode.Should().Be(0);
        }
    }
}
