using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>Podman waits 10 seconds before it kills a container to remove, and removes a network in use by its id.</summary>
public sealed class PodmanRemovalTests : PodmanTest
{
    private const string NetworkId = "feed0123456789feed0123456789feed0123456789feed0123456789feed0123";

    [Fact(Timeout = 30_000)]
    public async Task A_container_is_killed_before_its_forced_removal()
    {
        Script.On("POST /containers/*/kill", exchange => exchange.EmptyAsync());
        // A real handle has had a request, which tells the engine.
        await Engine.ConnectAsync(Token);

        await Container.RemoveAsync(new RemoveOptions { Force = true }, Token);

        Sent.TakeLast(2).Should().Equal(
            $"POST /containers/{HealthyEngine.ContainerId}/kill", $"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_that_does_not_run_is_removed_although_the_kill_is_refused()
    {
        Script.On("POST /containers/*/kill", exchange => ErrorAsync(
            exchange, 409, "container state improper",
            "can only kill running containers. c0ffee is in state exited: container state improper"));

        await Container.RemoveAsync(new RemoveOptions { Force = true }, Token);

        Sent.Last().Should().Be($"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_of_a_plan_is_killed_before_it_is_removed()
    {
        Script.On("POST /containers/*/kill", exchange => exchange.EmptyAsync());

        await (await Run("sleep", "infinity").ExecuteAsync(Token)).DisposeAsync();

        Sent.TakeLast(2).Should().Equal(
            $"POST /containers/{HealthyEngine.ContainerId}/kill", $"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_removal_without_force_names_the_option_for_a_running_container()
    {
        Script.On("DELETE /containers/*", exchange => ErrorAsync(exchange, 500, "container state improper",
            "cannot remove container c0ffee as it is running - running or paused containers cannot be removed without force: "
            + "container state improper"));

        var failure = await FluentActions.Awaiting(() => Container.RemoveAsync(new RemoveOptions { Force = false }, Token))
            .Should().ThrowAsync<EngineApiException>();

        failure.Which.Message.Should().Contain("RemoveOptions.Force");
        Sent.Should().NotContain(request => request.EndsWith("/kill"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_network_is_removed_by_its_name_so_that_one_in_use_stays()
    {
        Script.On("GET /networks/*", exchange => exchange.JsonAsync(
                200, $$"""{"Id":"{{NetworkId}}","Name":"app","Containers":{} }"""))
            .On("DELETE /networks/app", exchange => ErrorAsync(exchange, 500, "network is being used",
                "\\\"app\\\" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used"));
        var network = await Engine.FindNetworkAsync("app", Token);

        await FluentActions.Awaiting(() => network.RemoveAsync(Token)).Should().ThrowAsync<ResourceInUseException>();

        Sent.Should().Contain("DELETE /networks/app").And.NotContain($"DELETE /networks/{NetworkId}");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task A_prune_of_networks_is_repeated_twice_if_a_container_was_removed_meanwhile(int failures)
    {
        var prunes = 0;
        Script.On("POST /networks/prune", exchange => ++prunes > failures
            ? exchange.JsonAsync(200, """{ "NetworksDeleted": ["app"] }""")
            : ErrorAsync(exchange, 500, "no such container", "no container with ID c0ffee found in database: no such container"));

        var prune = () => Engine.PruneNetworksAsync(Token);

        if (failures == 2) (await prune()).Removed.Should().Equal("app");
        else (await prune.Should().ThrowAsync<EngineApiException>()).WithMessage("*no such container*");
        prunes.Should().Be(3);
    }
}
