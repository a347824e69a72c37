namespace ContainerKit.Engine.Tests.Ownership;

/// <summary>
/// Tests networks and volumes in plans: those outside the result are removed, but not before the last returned container that uses them.
/// </summary>
public sealed class SharedResourceTests : EngineTest
{
    [DockerFact]
    public async Task Network_created_by_a_plan_is_removed_with_the_returned_container()
    {
        var container = await Network.Create(Unique("net"))
            .Then(network => Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] }));

        (await container.InspectAsync(Token)).Addresses.Keys.Should().Equal(Unique("net"));
        await container.DisposeAsync();

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Network_and_volume_are_removed_with_the_last_container_that_uses_them()
    {
        var (one, two) = await Plan.All(Network.Create(Unique("net")), Volume.Create(Unique("vol"))).Then(resources =>
        {
            var spec = Spec("sleep", "infinity") with { Networks = [resources.Item1], Mounts = [resources.Item2.MountAt("/data")] };
            return Plan.All(Image.Pull(Busybox).Run(spec), Image.Pull(Busybox).Run(spec));
        });

        await one.RemoveAsync(Token);
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue();
        (await DockerCli.ExistsAsync(Unique("vol"))).Should().BeTrue();
        await one.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue("a container that is removed twice counts once");

        await Task.WhenAll(two.DisposeAsync().AsTask(), two.DisposeAsync().AsTask());
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
        (await DockerCli.ExistsAsync(Unique("vol"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Network_that_no_returned_container_uses_is_removed_immediately()
    {
        await using var container = await Network.Create(Unique("net"))
            .Then(network => Image.Pull(Busybox).Run(Spec("true") with { Networks = [network] }).ToCompletion())
            .Then(_ => Image.Pull(Busybox).Run(Spec("sleep", "infinity")));

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Network_joined_by_Connect_is_kept_until_the_container_is_disposed()
    {
        var container = await Network.Create(Unique("net"))
            .Then(network => Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Connect(network));

        (await container.InspectAsync(Token)).Addresses.Should().ContainKey(Unique("net"));
        await container.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Network_in_the_result_is_owned_by_the_caller()
    {
        var (network, container) = await Network.Create(Unique("net")).Then(created =>
            Plan.All(Plan.FromResult(created), Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [created] })));

        await container.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue();
        await network.DisposeAsync();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Failed_plan_removes_networks_volumes_and_containers_newest_first()
    {
        var plan = Network.Create(Unique("net")).Then(network => Volume.Create(Unique("vol")).Then(volume =>
        {
            var mount = volume.MountAt("/data");
            var spec = Spec("sleep", "infinity") with { Name = Unique("box"), Networks = [network], Mounts = [mount] };
            return Image.Pull(Busybox).Run(spec).Exec("false");
        }));

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.RemovedResources.Should().HaveCount(3);
        failure.Which.RemovedResources[0].Should().StartWith($"container {Unique("box")} (");
        failure.Which.RemovedResources[1].Should().Be($"volume {Unique("vol")}");
        failure.Which.RemovedResources[2].Should().StartWith($"network {Unique("net")} (");
        await ShouldLeaveNothingAsync();
    }

    [DockerFact]
    public async Task Canceled_plan_removes_networks_volumes_and_containers()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var plan = Plan.All(Network.Create(Unique("net")), Volume.Create(Unique("vol"))).Then(resources =>
        {
            var spec = Spec("sleep", "infinity") with { Networks = [resources.Item1], Mounts = [resources.Item2.MountAt("/data")] };
            return Image.Pull(Busybox).Run(spec).Do(async (_, _) => await cancel.CancelAsync()).Exec("sleep", "infinity");
        });

        await FluentActions.Awaiting(() => plan.ExecuteAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        await ShouldLeaveNothingAsync();
    }

    [DockerFact]
    public async Task Network_is_removed_when_its_creation_is_canceled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var recorder = new ProgressRecorder(progress =>
        {
            if (progress.Kind == PlanProgressKind.Started) cancel.CancelAfter(1);
        });

        try
        {
            await (await Network.Create(Unique("net")).WithProgress(recorder).ExecuteAsync(cancel.Token)).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // The usual case. If the engine was faster, the plan has returned the network.
        }

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task KeepOnFailure_keeps_the_resources_of_a_failed_plan()
    {
        var plan = Network.Create(Unique("net"))
            .Then(network => Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] }).Exec("false"))
            .KeepOnFailure();

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.RemainingResources.Should().HaveCount(2);
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeTrue();
        await DockerCli.GetOutputAsync("rm", "-f", (await ContainersAsync()).Single());
        await DockerCli.GetOutputAsync("network", "rm", Unique("net"));
    }

    [DockerFact]
    public async Task Network_and_its_container_can_be_disposed_concurrently()
    {
        var network = await Network.Create();
        var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] });

        await Task.WhenAll(network.DisposeAsync().AsTask(), container.DisposeAsync().AsTask());

        (await DockerCli.ExistsAsync(network.Id)).Should().BeFalse();
    }

    private async Task ShouldLeaveNothingAsync()
    {
        (await ContainersAsync()).Should().BeEmpty();
        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
        (await DockerCli.ExistsAsync(Unique("vol"))).Should().BeFalse();
    }
}
