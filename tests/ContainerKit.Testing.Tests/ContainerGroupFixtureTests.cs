namespace ContainerKit.Testing.Tests;

/// <summary>Several containers in one fixture.</summary>
public sealed class ContainerGroupFixtureTests(ContainerGroupFixtureTests.ShopFixture shop) : IClassFixture<ContainerGroupFixtureTests.ShopFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Containers_reach_each_other_by_their_names_in_the_fixture()
    {
        (await shop["shop"].ExecAsync(["ping", "-c", "1", "db"], Token)).Stdout.Should().Contain("1 packets received");
        (await shop["db"].ExecAsync(["ping", "-c", "1", "shop"], Token)).Stdout.Should().Contain("1 packets received");
    }

    [DockerFact]
    public async Task A_container_starts_when_what_it_depends_on_is_ready()
    {
        var shopDetails = await DockerCli.InspectAsync(shop["shop"].Id);
        var dbDetails = await DockerCli.InspectAsync(shop["db"].Id);
        var started = shopDetails.GetProperty("State").GetProperty("StartedAt").GetDateTimeOffset();

        started.Should().BeAfter(dbDetails.GetProperty("State").GetProperty("StartedAt").GetDateTimeOffset());
        // The shop's process itself found the database by its name, at its very start.
        (await DockerCli.AskAsync("logs", shop["shop"].Id)).Should().Contain("1 packets received");
        shop.ReadyAt.Should().NotBeNull();
    }

    [DockerFact]
    public async Task All_are_on_the_fixtures_own_network_and_go_with_it()
    {
        var environment = await new ShopFixture().StartAsync(Token);
        var things = environment.Containers.Select(container => container.Id).Append(environment.Network.Id).ToList();
        environment.Network.Id.Should().NotBe(shop.Network.Id);
        foreach (var thing in things) (await DockerCli.ExistsAsync(thing)).Should().BeTrue();

        await environment.DisposeAsync();

        foreach (var thing in things) (await DockerCli.ExistsAsync(thing)).Should().BeFalse();
    }

    [DockerFact]
    public async Task When_one_cannot_start_the_others_go_and_the_report_is_of_the_one()
    {
        var broken = new BrokenFixture();

        var error = (await broken.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<ContainerExitedException>()).Which;

        error.Message.Should().Contain(" in second-").And.Contain("no such migration").And.Contain("Cleaned up:");
        error.RemovedResources.Should().HaveCount(3, "two containers and a network; the third was not to start before them");
        error.RemainingResources.Should().BeEmpty();
        broken.RunningContainers.Should().BeEmpty();
        foreach (var thing in error.RemovedResources) (await DockerCli.ExistsAsync(thing.Split('(', ')')[1])).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_description_that_throws_starts_nothing_and_leaves_nothing()
    {
        var fixture = new ThrowingFixture();

        await fixture.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<NotSupportedException>();

        fixture.RunningContainers.Should().BeEmpty();
        (await DockerCli.AskAsync("ps", "-aq", "--filter", $"name={ThrowingFixture.First}")).Should().BeEmpty();
    }

    [DockerFact]
    public void A_name_that_the_fixture_has_not_is_refused_with_those_it_has() =>
        shop.Invoking(it => it["cache"]).Should().Throw<ArgumentException>().WithMessage("*'cache'*db, shop*");

    [Fact]
    public void What_cannot_work_is_refused_when_it_is_described()
    {
        var image = Image.Pull("busybox");
        var spec = new ContainerSpec("true");
        var other = new ContainerGroupBuilder().Add("other", image, spec);
        var environment = new ContainerGroupBuilder();
        environment.Add("db", image, spec);

        environment.Invoking(it => it.Add("DB", image, spec)).Should().Throw<ArgumentException>().WithMessage("*another name*");
        environment.Invoking(it => it.Add("two words", image, spec)).Should().Throw<ArgumentException>().WithMessage("*'two words'*");
        environment.Invoking(it => it.Add("app", image, spec, other)).Should().Throw<ArgumentException>().WithMessage("*'other'*was not added*");
        environment.ToString().Should().Be("db");
    }

    public sealed class ShopFixture : ContainerGroupFixture
    {
        public DateTimeOffset? ReadyAt { get; private set; }

        protected override void Describe(ContainerGroupBuilder environment)
        {
            var db = environment.Add("db", network => Image.Pull("busybox").Run(new ContainerSpec("sleep", "infinity") { Networks = [network] }).Do((_, _) =>
            {
                ReadyAt = TimeProvider.System.GetUtcNow();
                return Task.CompletedTask;
            }));
            environment.Add("shop", Image.Pull("busybox"), new ContainerSpec("sh", "-c", "ping -c 1 db && exec sleep infinity") { Wait = Wait.ForLog("1 packets received") }, db);
        }
    }

    private sealed class BrokenFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder environment)
        {
            var first = environment.Add("first", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
            var second = environment.Add("second", Image.Pull("busybox"), new ContainerSpec("sh", "-c", "echo no such migration >&2; exit 3") { Wait = Wait.ForLog("ready") }, first);
            environment.Add("third", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"), first, second);
        }
    }

    private sealed class ThrowingFixture : ContainerGroupFixture
    {
        public const string First = "ck-never-started";

        protected override void Describe(ContainerGroupBuilder environment)
        {
            environment.Add("first", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity") { Name = First });
            environment.Add("second", _ => throw new NotSupportedException("It cannot be described."));
        }
    }
}
