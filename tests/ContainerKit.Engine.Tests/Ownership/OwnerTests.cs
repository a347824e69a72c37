namespace ContainerKit.Engine.Tests.Verbs.Ownership;

/// <summary>Chains that end in a handle of the caller's own making.</summary>
public sealed class OwnerTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task A_handle_that_owns_the_container_hands_it_back_until_it_is_disposed()
    {
        var cache = await Sleeper.Select(container => new Cache(container)).ExecuteAsync(Token);

        (await ContainersAsync("running")).Should().Equal(cache.Container.Id);
        await cache.DisposeAsync();
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Owners_in_a_tuple_hand_back_what_each_of_them_owns()
    {
        var (one, two) = await Plan.All(Sleeper.Select(container => new Cache(container)), Sleeper.Select(container => new Cache(container))).ExecuteAsync(Token);
        await using var first = one;
        await using var second = two;

        (await ContainersAsync("running")).Should().BeEquivalentTo(one.Container.Id, two.Container.Id);
    }

    [DockerFact]
    public async Task A_view_that_owns_nothing_is_plain_data_and_the_container_is_removed()
    {
        (await Sleeper.Select((container, _) => Task.FromResult(container.Name)).ExecuteAsync(Token)).Should().StartWith("busybox-");

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_view_that_throws_fails_the_chain_which_leaves_nothing()
    {
        var plan = Sleeper.Select<Cache>(_ => throw new InvalidOperationException("no such thing"));

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>().WithMessage("no such thing");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task An_owner_that_does_not_say_what_it_owns_fails_the_chain_which_leaves_nothing()
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
