namespace ContainerKit.Testing.Tests;

/// <summary>Ends of fixtures that are not the usual one.</summary>
public sealed class FixtureEndTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task What_an_override_throws_after_the_start_leaves_no_container()
    {
        var fixture = new UnseededFixture();

        (await fixture.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<InvalidDataException>()).WithMessage("no such table");

        (await DockerCli.ExistsAsync(fixture.Container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task What_code_in_the_plan_throws_comes_with_the_containers_last_words()
    {
        var error = (await new UnmigratedFixture().Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<FixtureSetupException>()).Which;

        error.InnerException.Should().BeOfType<InvalidDataException>();
        error.Step.Should().Be("do");
        error.Message.Should().ContainAll("start UnmigratedFixture", "InvalidDataException: no such column", "log of busybox-", "  relation is missing", "Cleaned up: container");
        (await DockerCli.ExistsAsync(error.RemovedResources.Single().Split('(', ')')[1])).Should().BeFalse();
    }

    [DockerFact]
    public async Task Of_several_containers_all_that_are_there_have_their_words()
    {
        var error = (await new UnmigratedShop().Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<FixtureSetupException>()).Which;

        error.Message.Should().ContainAll("start UnmigratedShop", "InvalidDataException: no such column", "log of db-", "  relation is missing", "log of shop-", "  is there anybody?");
        error.LogTail.Should().Be("relation is missing\nis there anybody?");
        error.Step.Should().Be("do");
    }

    [DockerFact]
    public async Task A_fixture_that_is_disposed_while_it_starts_leaves_no_container()
    {
        var isAtWork = new TaskCompletionSource();
        var mayGoOn = new TaskCompletionSource();
        var fixture = new SlowFixture(isAtWork, mayGoOn);
        var start = fixture.InitializeAsync().AsTask();
        await isAtWork.Task.WaitAsync(Token);

        var end = fixture.DisposeAsync().AsTask();
        mayGoOn.SetResult();
        await start;
        await end;

        (await DockerCli.ExistsAsync(fixture.Container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_fixture_that_is_disposed_starts_nothing_more()
    {
        var fixture = new SleeperFixture();
        await fixture.DisposeAsync();
        await fixture.DisposeAsync();

        await fixture.Awaiting(it => it.InitializeAsync().AsTask()).Should().ThrowAsync<ObjectDisposedException>().WithMessage("*SleeperFixture*");
    }

    [DockerFact]
    public async Task Two_fixtures_of_one_type_have_a_container_each()
    {
        var (one, two) = (new SleeperFixture(), new SleeperFixture());
        await Task.WhenAll(one.StartAsync(Token), two.StartAsync(Token));

        await one.DisposeAsync();

        (await DockerCli.ExistsAsync(one.Container.Id)).Should().BeFalse();
        (await two.Container.ExecAsync(["true"], Token)).ExitCode.Should().Be(0);
        await two.DisposeAsync();
    }

    [DockerFact]
    public async Task An_engine_that_stops_before_the_end_changes_no_result_and_what_is_left_is_said_and_removed_later()
    {
        await using var proxy = await EngineProxy.StartAsync();
        var name = $"ck-demo-{Guid.NewGuid():N}";
        var go = Path.Combine(Path.GetTempPath(), name);
        var running = Demo.RunAsync("EngineGoneTests", new Dictionary<string, string?>
        {
            ["DOCKER_HOST"] = proxy.Options.Endpoint!.OriginalString,
            ["DEMO_NAME"] = name,
            ["DEMO_GO"] = go,
        });
        try
        {
            while (!File.Exists(go + ".ready")) await Task.Delay(50, Token);
            proxy.Vanish();
            await File.WriteAllTextAsync(go, "", Token);
            var run = await running;

            (run.Result("Passes"), run.ExitCode).Should().Be(("Pass", 0));
            run.Errors.Should().Contain("LostFixture could not remove all of its resources").And.Contain($"container {name}")
                .And.Contain("The test session could not remove all of its resources").And.Contain("watchdog retries");
            (await DockerCli.ExistsAsync(name)).Should().BeTrue();

            proxy.Return();
            while (await DockerCli.ExistsAsync(name)) await Task.Delay(100, Token);
        }
        finally
        {
            await DockerCli.TryAsync("rm", "-f", name);
            File.Delete(go);
            File.Delete(go + ".ready");
        }
    }

    private sealed class UnseededFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            throw new InvalidDataException("no such table");
        }
    }

    private sealed class UnmigratedFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox")
            .Run(new ContainerSpec("sh", "-c", "echo relation is missing; exec sleep infinity") { Wait = Wait.ForLog("missing") })
            .Do((_, _) => throw new InvalidDataException("no such column"));
    }

    private sealed class UnmigratedShop : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder environment)
        {
            var database = environment.Add("db", Image.Pull("busybox"), new ContainerSpec("sh", "-c", "echo relation is missing; exec sleep infinity") { Wait = Wait.ForLog("missing") });
            environment.Add(
                "shop",
                network => Image.Pull("busybox")
                    .Run(new ContainerSpec("sh", "-c", "echo is there anybody?; exec sleep infinity") { Name = $"shop-{Guid.NewGuid():N}", Networks = [network], Wait = Wait.ForLog("anybody") })
                    .Do((_, _) => throw new InvalidDataException("no such column")),
                database);
        }
    }

    private sealed class SlowFixture(TaskCompletionSource isAtWork, TaskCompletionSource mayGoOn) : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").Do(async (_, token) =>
        {
            isAtWork.SetResult();
            await mayGoOn.Task.WaitAsync(token);
        });
    }
}
