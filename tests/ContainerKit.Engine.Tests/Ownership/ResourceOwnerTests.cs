namespace ContainerKit.Engine.Tests.Ownership;

/// <summary>Tests plans whose result is an <see cref="IResourceOwner"/> of the caller.</summary>
public sealed class ResourceOwnerTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task Resource_owner_in_the_result_keeps_its_container_until_it_is_disposed()
    {
        var cache = await Sleeper.Select(container => new Cache(container)).ExecuteAsync(Token);

        (await ContainersAsync("running")).Should().Equal(cache.Container.Id);
        await cache.DisposeAsync();
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Resource_owners_in_a_tuple_keep_the_containers_that_they_own()
    {
        var (one, two) = await Plan.All(
            Sleeper.Select(container => new Cache(container)), Sleeper.Select(container => new Cache(container))).ExecuteAsync(Token);
        await using var first = one;
        await using var second = two;

        (await ContainersAsync("running")).Should().BeEquivalentTo(one.Container.Id, two.Container.Id);
    }

    [DockerFact]
    public async Task Select_result_that_owns_nothing_removes_the_container()
    {
        (await Sleeper.Select((container, _) => Task.FromResult(container.Name)).ExecuteAsync(Token)).Should().StartWith("busybox-");

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Select_that_throws_fails_the_plan_and_leaves_no_container()
    {
        var plan = Sleeper.Select<Cache>(_ => throw new InvalidOperationException("mine"));

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>().WithMessage("mine");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Resource_owner_that_throws_in_OwnedResources_fails_the_plan_and_leaves_no_container()
    {
        var plan = Sleeper.Select(_ => new ThrowingOwner());

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("not available");
        (await ContainersAsync()).Should().BeEmpty();
    }

    private sealed class ThrowingOwner : IResourceOwner
    {
        public IEnumerable<IAsyncDisposable> OwnedResources => throw new InvalidOperationException("not available");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Cache(Container container) : IResourceOwner
    {
        public Container Container => container;

        public IEnumerable<IAsyncDisposable> OwnedResources => [container];

        public ValueTask DisposeAsync() => container.DisposeAsync();
    }
}
