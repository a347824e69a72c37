namespace ContainerKit.Testing.Tests;

/// <summary>Fixtures with ready-made services among their containers.</summary>
public sealed class ContainerGroupServiceTests(ContainerGroupServiceTests.ShopFixture shop)
    : IClassFixture<ContainerGroupServiceTests.ShopFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task A_service_of_a_group_is_reached_by_name_and_ready_before_its_dependents_start()
    {
        shop.Cache.ConnectionString.Should().Contain("password=" + ShopFixture.Password);
        shop.Cache.Container.Should().BeSameAs(shop["cache"]);
        shop.Containers.Should().Equal(shop["cache"], shop["shop"]);
        // The shop's process reached the cache as soon as it started.
        (await DockerCli.GetOutputAsync("logs", shop["shop"].Id)).Trim().Should().Be("PONG");
        (await shop["shop"].ExecAsync(["redis-cli", "-h", shop.Cache.InternalAddress.Host, "ping"], Token)).Stdout
            .Should().Be("PONG\n");
    }

    [DockerFact]
    public void A_service_of_a_group_is_only_returned_as_its_own_type()
    {
        shop.Invoking(it => it.Service<PostgreSql>("cache"))
            .Should().Throw<ArgumentException>().WithMessage("*is a Redis*Service<Redis>(\"cache\")*");
        shop.Invoking(it => it.Service<Redis>("shop"))
            .Should().Throw<ArgumentException>().WithMessage("*container without a service*[\"shop\"]*");
        shop.Invoking(it => it.Service<Redis>("db")).Should().Throw<ArgumentException>().WithMessage("*'db'*cache, shop*");
        new ShopFixture().Invoking(it => it.Cache)
            .Should().Throw<InvalidOperationException>().WithMessage("*has not been started*");
    }

    [DockerFact]
    public async Task A_service_of_a_group_is_removed_with_its_fixture()
    {
        var fixture = await new CacheFixture(new RedisSpec()).StartAsync(Token);
        string[] ids = [fixture["cache"].Id, fixture.Network.Id];
        foreach (var id in ids) (await DockerCli.ExistsAsync(id)).Should().BeTrue();

        await fixture.DisposeAsync();

        foreach (var id in ids) (await DockerCli.ExistsAsync(id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_service_of_a_group_that_cannot_start_reports_the_reason_and_leaves_nothing()
    {
        var fixture = new CacheFixture(new RedisSpec { Container = new("redis-server", "--no-such-setting", "1") });

        var error = (await fixture.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<ContainerExitedException>())
            .Which;

        error.Message.Should().Contain("no-such-setting");
        error.RemovedResources.Should().HaveCount(2, "a container and a network");
        error.RemainingResources.Should().BeEmpty();
        fixture.RunningContainers.Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_null_service_description_is_reported_with_the_name_of_the_service()
    {
        var fixture = new NullFixture();

        (await fixture.Awaiting(it => it.StartAsync(Token)).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*'cache' returned null*");

        fixture.RunningContainers.Should().BeEmpty();
    }

    public sealed class ShopFixture : ContainerGroupFixture
    {
        public const string Password = "open-sesame";

        public Redis Cache => Service<Redis>("cache");

        protected override void Describe(ContainerGroupBuilder group)
        {
            var cache = group.Add("cache",
                network => Redis.Run(
                new RedisSpec { Password = Password, Container = new() { Networks = [network] } }));
            group.Add("shop", Image.Pull("redis:7"),
                new ContainerSpec("sh", "-c", "redis-cli -h cache ping && exec sleep infinity")
                {
                    Environment = new Dictionary<string, string> { ["REDISCLI_AUTH"] = Password },
                    Wait = Wait.ForLog("PONG"),
                }, cache);
        }
    }

    private sealed class CacheFixture(RedisSpec spec) : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder group) =>
            group.Add("cache",
                network => Redis.Run(spec with { Container = spec.Container with { Networks = [network] } }));
    }

    private sealed class NullFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder group) => group.Add<Redis>("cache", _ => null!);
    }
}
