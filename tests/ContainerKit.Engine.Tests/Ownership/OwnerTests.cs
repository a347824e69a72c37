namespace ContainerKit.Engine.Tests.Verbs.Ownership;

/// <summary>Chains that end in a handle of the caller's own making.</summary>
public sealed class OwnerTests : EngineTest
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
        var (one, two) = await Plan.All(Sleeper.Select(container => new Cache(container)), Sleeper.Select(container => new Cache(container))).ExecuteAsync(Token);
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
        var plan = Sleeper.Select<Cache>(_ => throw new InvalidOperationException("no such thing"));

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>().WithMessage("no such thing");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Resource_owner_that_throws_in_OwnedResources_fails_the_plan_and_leaves_no_container()
    {
        var plan = Sleeper.Select(_ => new Broken());

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>().WithMessage("nobody knows");
        (await ContainersAsync()).Should().BeEmpty();
    }

    private sealed class Broken : IResourceOwner
    {
        public IEnumerable<IAsyncDisposable> OwnedResources => throw new InvalidOperationException("nobody knows");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Cache(Container container) : IResourceOwner
    {
        public Container Container => container;

        public IEnumerable<IAsyncDisposable> OwnedResources => [container];

        public ValueTask DisposeAsync() => container.DisposeAsync();
    }
}
