namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Removal and disposal of containers, also repeated and concurrent.</summary>
public sealed class RemoveTests : EngineTest
{
    [DockerFact]
    public async Task Removing_a_container_twice_does_not_throw()
    {
        var container = await SleeperAsync();

        await container.RemoveAsync(Token);
        await container.RemoveAsync(Token);

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Disposing_a_container_twice_does_not_throw()
    {
        var container = await SleeperAsync();

        await container.DisposeAsync();
        await container.DisposeAsync();

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Disposing_and_removing_a_container_concurrently_does_not_throw()
    {
        var container = await SleeperAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => i % 2 == 0 ? container.DisposeAsync().AsTask() : container.RemoveAsync(Token), Token)));

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Disposing_a_container_that_the_Docker_CLI_removed_does_not_throw()
    {
        var container = await SleeperAsync();
        await DockerCli.GetOutputAsync("rm", "-f", container.Id);

        await container.DisposeAsync();
        await container.RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Disposing_a_container_while_the_Docker_CLI_removes_it_does_not_throw()
    {
        var container = await SleeperAsync();

        await Task.WhenAll(DockerCli.RunIgnoringErrorsAsync("rm", "-f", container.Id), container.DisposeAsync().AsTask());

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Disposing_a_paused_or_stopped_container_removes_it()
    {
        var (paused, stopped) = (await SleeperAsync(), await SleeperAsync());
        await DockerCli.GetOutputAsync("pause", paused.Id);
        await stopped.KillAsync(Token);

        await paused.DisposeAsync();
        await stopped.DisposeAsync();

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Every_operation_on_a_removed_container_throws_ContainerNotFound()
    {
        var container = await SleeperAsync();
        await container.DisposeAsync();

        await ThrowsAsync(token => container.StartAsync(token));
        await ThrowsAsync(token => container.StopAsync(token));
        await ThrowsAsync(token => container.KillAsync(token));
        await ThrowsAsync(token => container.WaitAsync(token));
        await ThrowsAsync(token => container.ToCompletionAsync(token));
        await ThrowsAsync(token => container.GetPublishedPortAsync(80, token));
        await ThrowsAsync(token => container.ExecAsync(["true"], token));

        async Task ThrowsAsync(Func<CancellationToken, Task> operation)
        {
            var failure = await FluentActions.Awaiting(() => operation(Token))
                .Should().ThrowAsync<ContainerNotFoundException>();
            failure.Which.Message.Should().Contain(container.Name);
        }
    }
}
