namespace ContainerKit.Engine.Tests.Verbs.Containers;

/// <summary>A container's end on the engine: however often, and whoever was first.</summary>
public sealed class RemoveTests : EngineTest
{
    [DockerFact]
    public async Task Removing_twice_is_quiet()
    {
        var container = await SleeperAsync();

        await container.RemoveAsync(Token);
        await container.RemoveAsync(Token);

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Disposing_twice_is_quiet()
    {
        var container = await SleeperAsync();

        await container.DisposeAsync();
        await container.DisposeAsync();

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Disposing_and_removing_from_many_threads_at_once_is_quiet()
    {
        var container = await SleeperAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => i % 2 == 0 ? container.DisposeAsync().AsTask() : container.RemoveAsync(Token), Token)));

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Disposing_what_somebody_else_has_removed_is_quiet()
    {
        var container = await SleeperAsync();
        await DockerCli.AskAsync("rm", "-f", container.Id);

        await container.DisposeAsync();
        await container.RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Disposing_while_somebody_else_removes_is_quiet()
    {
        var container = await SleeperAsync();

        await Task.WhenAll(DockerCli.TryAsync("rm", "-f", container.Id), container.DisposeAsync().AsTask());

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_paused_or_stopped_container_is_removed_alike()
    {
        var (paused, stopped) = (await SleeperAsync(), await SleeperAsync());
        await DockerCli.AskAsync("pause", paused.Id);
        await stopped.KillAsync(Token);

        await paused.DisposeAsync();
        await stopped.DisposeAsync();

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Every_verb_on_a_removed_container_says_that_it_is_gone()
    {
        var container = await SleeperAsync();
        await container.DisposeAsync();

        await GoneAsync(token => container.StartAsync(token));
        await GoneAsync(token => container.StopAsync(token));
        await GoneAsync(token => container.KillAsync(token));
        await GoneAsync(token => container.WaitAsync(token));
        await GoneAsync(token => container.ToCompletionAsync(token));
        await GoneAsync(token => container.GetPublishedPortAsync(80, token));
        await GoneAsync(token => container.ExecAsync(["true"], token));

        async Task GoneAsync(Func<CancellationToken, Task> verb)
        {
            var failure = await FluentActions.Awaiting(() => verb(Token)).Should().ThrowAsync<ContainerNotFoundException>();
            failure.Which.Message.Should().Contain(container.Name);
        }
    }
}
