namespace ContainerKit.Testing.Tests;

/// <summary>Fixtures with several containers.</summary>
public sealed class ContainerGroupFixtureTests(ContainerGroupFixtureTests.ShopFixture shop)
    : IClassFixture<ContainerGroupFixtureTests.ShopFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Containers_of_a_group_reach_each_other_by_name()
    {
        (await shop["shop"].ExecAsync(["ping", "-c", "1", "db"], Token)).Stdout.Should().Contain("1 packets received");
        (await shop["db"].ExecAsync(["ping", "-c", "1", "shop"], Token)).Stdout.Should().Contain("1 packets received");
    }

    [DockerFact]
    public async Task A_container_of_a_group_starts_after_its_dependencies_are_ready()
    {
        var shopDetails = await DockerCli.InspectAsync(shop["shop"].Id);
        var dbDetails = await DockerCli.InspectAsync(shop["db"].Id);
        var started = shopDetails.GetProperty("State").GetProperty("StartedAt").GetDateTimeOffset();

        started.Should().BeAfter(dbDetails.GetProperty("State").GetProperty("StartedAt").GetDateTimeOffset());
        // The shop's process reached the database by its name as soon as it started.
        (await DockerCli.GetOutputAsync("logs", shop["shop"].Id)).Should().Contain("1 packets received");
        shop.ReadyAt.Should().NotBeNull();
    }

    [DockerFact]
    public async Task Containers_of_a_group_are_on_its_own_network_and_removed_with_it()
    {
        var fixture = await new ShopFixture().StartAsync(Token);
        var ids = fixture.Containers.Select(container => container.Id).Append(fixture.Network.Id).ToList();
        fixture.Network.Id.Should().NotBe(shop.Network.Id);
        foreach (var id in ids) (await DockerCli.ExistsAsync(id)).Should().BeTrue();

        await fixture.DisposeAsync();

        foreach (var id in ids) (await DockerCli.ExistsAsync(id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_container_group_with_a_failed_container_is_removed_and_reports_that_container()
    {
        var broken = new BrokenFixture();

        var error = (await broken.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<ContainerExitedException>()).Which;

        error.Message.Should().Contain(" in second-").And.Contain("no such migration").And.Contain("Cleaned up:");
        error.RemovedResources
            .Should().HaveCount(3, "two containers and a network were created, and the third container waits for them");
        error.RemainingResources.Should().BeEmpty();
        broken.RunningContainers.Should().BeEmpty();
        foreach (var resource in error.RemovedResources)
            (await DockerCli.ExistsAsync(resource.Split('(', ')')[1])).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_container_group_whose_description_throws_starts_and_leaves_nothing()
    {
        var fixture = new ThrowingFixture();

        await fixture.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<NotSupportedException>();

        fixture.RunningContainers.Should().BeEmpty();
        (await DockerCli.GetOutputAsync("ps", "-aq", "--filter", $"name={ThrowingFixture.First}")).Should().BeEmpty();
    }

    [DockerFact]
    public void An_unknown_container_name_of_a_group_is_rejected_with_the_known_names() =>
        shop.Invoking(it => it["cache"]).Should().Throw<ArgumentException>().WithMessage("*'cache'*db, shop*");

    [Fact]
    public void An_invalid_container_group_is_rejected_when_it_is_described()
    {
        var image = Image.Pull("busybox");
        var spec = new ContainerSpec("true");
        var other = new ContainerGroupBuilder().Add("other", image, spec);
        var group = new ContainerGroupBuilder();
        group.Add("db", image, spec);

        group.Invoking(it => it.Add("DB", image, spec))
            .Should().Throw<ArgumentException>().WithMessage("*another name*");
        group.Invoking(it => it.Add("two words", image, spec))
            .Should().Throw<ArgumentException>().WithMessage("*'two words'*");
        group.Invoking(it => it.Add("app", image, spec, other))
            .Should().Throw<ArgumentException>().WithMessage("*'other'*was not added*");
        group.ToString().Should().Be("db");
    }

    public sealed class ShopFixture : ContainerGroupFixture
    {
        public DateTimeOffset? ReadyAt { get; private set; }

        protected override void Describe(ContainerGroupBuilder group)
        {
            // Podman does not give the right to send pings by default.
            string[] capabilities = ["NET_RAW"];
            var sleep = new ContainerSpec("sleep", "infinity") { AddCapabilities = capabilities };
            var db = group.Add("db",
                network => Image.Pull("busybox").Run(sleep with { Networks = [network] })
                .Do((_, _) =>
            {
                ReadyAt = TimeProvider.System.GetUtcNow();
                return Task.CompletedTask;
            }));
            group.Add("shop", Image.Pull("busybox"),
                new ContainerSpec("sh", "-c",
                "ping -c 1 db && exec sleep infinity")
                { Wait = Wait.ForLog("1 packets received"), AddCapabilities = capabilities }, db);
        }
    }

    private sealed class BrokenFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder group)
        {
            var first = group.Add("first", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
            var second = group.Add("second", Image.Pull("busybox"),
                new ContainerSpec("sh", "-c", "echo no such migration >&2; exit 3") { Wait = Wait.ForLog("ready") },
                first);
            group.Add("third", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"), first, second);
        }
    }

    private sealed class ThrowingFixture : ContainerGroupFixture
    {
        public const string First = "ck-never-started";

        protected override void Describe(ContainerGroupBuilder group)
        {
            group.Add("first", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity") { Name = First });
            group.Add("second", _ => throw new NotSupportedException("The description fails."));
        }
    }
}
