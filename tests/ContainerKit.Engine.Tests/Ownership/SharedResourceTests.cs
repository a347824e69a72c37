namespace ContainerKit.Engine.Tests.Verbs.Ownership;

/// <summary>Networks and volumes in chains: what is not handed back is removed, and never from under a container that is.</summary>
public sealed class SharedResourceTests : EngineTest
{
    [DockerFact]
    public async Task A_network_is_removed_with_the_container_that_the_chain_hands_back()
    {
        var container = await Network.Create(Unique("net")).Then(network => Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] }));

        (await container.InspectAsync(Token)).Addresses.Keys.Should().Equal(Unique("net"));
        await container.DisposeAsync();

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_network_and_a_volume_are_removed_with_the_last_container_that_uses_them()
    {
        var (one, two) = await Plan.All(Network.Create(Unique("net")), Volume.Create(Unique("vol"))).Then(made =>
        {
            var spec = Spec("sleep", "infinity") with { Networks = [made.Item1], Mounts = [made.Item2.MountAt("/data")] };
            return Plan.All(Image.Pull(Busybox).Run(spec), Image.Pull(Busybox).Run(spec));
        });

        await one.RemoveAsync(Token);
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue();
        (await DockerCli.ExistsAsync(Unique("vol"))).Should().BeTrue();
        await one.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue("the container that was removed twice counts once");

        await Task.WhenAll(two.DisposeAsync().AsTask(), two.DisposeAsync().AsTask());
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
        (await DockerCli.ExistsAsync(Unique("vol"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task What_no_container_uses_that_is_handed_back_is_removed_at_once()
    {
        await using var container = await Network.Create(Unique("net"))
            .Then(network => Image.Pull(Busybox).Run(Spec("true") with { Networks = [network] }).ToCompletion())
            .Then(_ => Image.Pull(Busybox).Run(Spec("sleep", "infinity")));

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_network_that_a_container_joined_in_the_chain_is_kept_for_it_too()
    {
        var container = await Network.Create(Unique("net")).Then(network => Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Connect(network));

        (await container.InspectAsync(Token)).Addresses.Should().ContainKey(Unique("net"));
        await container.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_network_that_is_handed_back_too_is_the_callers()
    {
        var (network, container) = await Network.Create(Unique("net")).Then(made =>
            Plan.All(Plan.FromResult(made), Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [made] })));

        await container.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue();
        await network.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_chain_that_fails_removes_networks_volumes_and_containers_newest_first()
    {
        var chain = Network.Create(Unique("net")).Then(network => Volume.Create(Unique("vol")).Then(volume =>
            Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = Unique("box"), Networks = [network], Mounts = [volume.MountAt("/data")] }).Exec("false")));

        var failure = await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.RemovedResources.Should().HaveCount(3);
        failure.Which.RemovedResources[0].Should().StartWith($"container {Unique("box")} (");
        failure.Which.RemovedResources[1].Should().Be($"volume {Unique("vol")}");
        failure.Which.RemovedResources[2].Should().StartWith($"network {Unique("net")} (");
        await NothingIsLeftAsync();
    }

    [DockerFact]
    public async Task A_chain_that_is_cancelled_removes_networks_volumes_and_containers()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var chain = Plan.All(Network.Create(Unique("net")), Volume.Create(Unique("vol"))).Then(made =>
            Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [made.Item1], Mounts = [made.Item2.MountAt("/data")] })
                .Do(async (_, _) => await cancel.CancelAsync()).Exec("sleep", "infinity"));

        await FluentActions.Awaiting(() => chain.ExecuteAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        await NothingIsLeftAsync();
    }

    [DockerFact]
    public async Task A_network_that_is_cancelled_while_it_is_made_is_removed()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var news = new ProgressRecorder(progress =>
        {
            if (progress.Kind == PlanProgressKind.Started) cancel.CancelAfter(1);
        });

        try
        {
            await (await Network.Create(Unique("net")).WithProgress(news).ExecuteAsync(cancel.Token)).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // The usual case; where the engine was quicker the network was handed back.
        }

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_failed_chain_may_keep_what_it_made()
    {
        var chain = Network.Create(Unique("net")).Then(network => Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] }).Exec("false")).KeepOnFailure();

        var failure = await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.RemainingResources.Should().HaveCount(2);
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue();
        await DockerCli.AskAsync("rm", "-f", (await ContainersAsync()).Single());
        await DockerCli.AskAsync("network", "rm", Unique("net"));
    }

    [DockerFact]
    public async Task A_network_and_its_container_are_disposed_in_any_order_at_once()
    {
        var network = await Network.Create();
        var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] });

        await Task.WhenAll(network.DisposeAsync().AsTask(), container.DisposeAsync().AsTask());

        (await DockerCli.ExistsAsync(network.Id)).Should().BeFalse();
    }

    private async Task NothingIsLeftAsync()
    {
        (await ContainersAsync()).Should().BeEmpty();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
        (await DockerCli.ExistsAsync(Unique("vol"))).Should().BeFalse();
    }
}
