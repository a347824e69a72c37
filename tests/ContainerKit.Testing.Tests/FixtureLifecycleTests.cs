namespace ContainerKit.Testing.Tests;

/// <summary>Unusual lifecycles of fixtures: failed starts, early disposal and a lost engine.</summary>
public sealed class FixtureLifecycleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task An_exception_in_an_overridden_InitializeAsync_is_reported_with_the_log_and_leaves_no_container()
    {
        var fixture = new UnseededFixture();

        var error = (await fixture.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<FixtureSetupException>()).Which;

        error.InnerException.Should().BeOfType<InvalidDataException>();
        error.Message.Should().ContainAll(
            "initialize UnseededFixture", "InvalidDataException: no such table", "log of busybox-", "  no rows yet");
        (await DockerCli.ExistsAsync(fixture.Container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task An_exception_in_a_plan_callback_is_reported_with_the_container_log()
    {
        var error = (await new UnmigratedFixture().Awaiting(it => it.StartAsync(Token))
            .Should().ThrowAsync<FixtureSetupException>()).Which;

        error.InnerException.Should().BeOfType<InvalidDataException>();
        error.Step.Should().Be("do");
        error.Message
            .Should().ContainAll("start UnmigratedFixture", "InvalidDataException: no such column", "log of busybox-",
            "  relation is missing", "Cleaned up: container");
        (await DockerCli.ExistsAsync(error.RemovedResources.Single().Split('(', ')')[1])).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_failed_group_start_reports_the_logs_of_every_container()
    {
        var error = (await new UnmigratedGroupFixture().Awaiting(it => it.StartAsync(Token))
            .Should().ThrowAsync<FixtureSetupException>()).Which;

        error.Message
            .Should().ContainAll("start UnmigratedGroupFixture", "InvalidDataException: no such column", "log of db-",
            "  relation is missing", "log of shop-", "  no clients yet");
        error.LogTail.Should().Be("relation is missing\nno clients yet");
        error.Step.Should().Be("do");
    }

    [DockerFact]
    public async Task A_fixture_that_is_disposed_while_it_starts_stops_the_start_and_leaves_no_container()
    {
        var started = new TaskCompletionSource<string>();
        var fixture = new NeverReadyFixture(started);
        var start = fixture.InitializeAsync().AsTask();
        var id = await started.Task.WaitAsync(Token);

        await fixture.DisposeAsync();

        (await DockerCli.ExistsAsync(id)).Should().BeFalse();
        await start.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    [DockerFact]
    public async Task A_disposed_fixture_cannot_be_started()
    {
        var fixture = new SleeperFixture();
        await fixture.DisposeAsync();
        await fixture.DisposeAsync();

        await fixture.Awaiting(it => it.InitializeAsync().AsTask())
            .Should().ThrowAsync<ObjectDisposedException>().WithMessage("*SleeperFixture*");
    }

    [DockerFact]
    public async Task Two_fixtures_of_one_type_have_separate_containers()
    {
        var (one, two) = (new SleeperFixture(), new SleeperFixture());
        await Task.WhenAll(one.StartAsync(Token), two.StartAsync(Token));

        await one.DisposeAsync();

        (await DockerCli.ExistsAsync(one.Container.Id)).Should().BeFalse();
        (await two.Container.ExecAsync(["true"], Token)).ExitCode.Should().Be(0);
        await two.DisposeAsync();
    }

    [DockerFact]
    public async Task A_lost_engine_changes_no_test_result_and_leftovers_are_reported_and_removed_later()
    {
        await using var proxy = await EngineProxy.StartAsync();
        var name = $"ck-demo-{Guid.NewGuid():N}";
        var signalFile = Path.Combine(Path.GetTempPath(), name);
        var running = DemoRun.RunAsync("EngineLossTests", new Dictionary<string, string?>
        {
            ["DOCKER_HOST"] = proxy.Options.Endpoint!.OriginalString,
            ["DEMO_NAME"] = name,
            ["DEMO_SIGNAL_FILE"] = signalFile,
        });
        try
        {
            while (!File.Exists(signalFile + ".ready")) await Task.Delay(50, Token);
            proxy.StopListening();
            await File.WriteAllTextAsync(signalFile, "", Token);
            var run = await running;

            (run.Result("A_test_passes_although_its_engine_is_lost"), run.ExitCode).Should().Be(("Pass", 0));
            run.Errors.Should().Contain("LostEngineFixture could not remove all of its resources")
                .And.Contain($"container {name}")
                .And.Contain("The session of this process could not remove all of its resources").And.Contain("watchdog retries");
            (await DockerCli.ExistsAsync(name)).Should().BeTrue();

            proxy.ResumeListening();
            while (await DockerCli.ExistsAsync(name)) await Task.Delay(100, Token);
        }
        finally
        {
            await DockerCli.RunIgnoringErrorsAsync("rm", "-f", name);
            File.Delete(signalFile);
            File.Delete(signalFile + ".ready");
        }
    }

    private sealed class UnseededFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run(
            new ContainerSpec("sh", "-c", "echo no rows yet; exec sleep infinity") { Wait = Wait.ForLog("rows") });

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            throw new InvalidDataException("no such table");
        }
    }

    private sealed class UnmigratedFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox")
            .Run(new ContainerSpec("sh", "-c",
            "echo relation is missing; exec sleep infinity")
            { Wait = Wait.ForLog("missing") })
            .Do((_, _) => throw new InvalidDataException("no such column"));
    }

    private sealed class UnmigratedGroupFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder group)
        {
            var database = group.Add("db", Image.Pull("busybox"),
                new ContainerSpec("sh", "-c",
                "echo relation is missing; exec sleep infinity")
                { Wait = Wait.ForLog("missing") });
            group.Add(
                "shop",
                network => Image.Pull("busybox")
                    .Run(new ContainerSpec("sh", "-c",
                    "echo no clients yet; exec sleep infinity")
                    {
                        Name = $"shop-{Guid.NewGuid():N}",
                        Networks = [network],
                        Wait = Wait.ForLog("clients")
                    })
                    .Do((_, _) => throw new InvalidDataException("no such column")),
                database);
        }
    }

    private sealed class NeverReadyFixture(TaskCompletionSource<string> started) : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").Do(async (container, token) =>
        {
            started.SetResult(container.Id);
            await Task.Delay(Timeout.Infinite, token);
        });
    }
}
