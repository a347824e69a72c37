using System.Net;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.EdgeCases;

/// <summary>Names and ports that are in use already.</summary>
public sealed class NameAndPortConflictTests : EngineTest
{
    [DockerFact]
    public async Task Name_conflict_throws_with_the_name_and_keeps_the_other_container()
    {
        var named = Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = Unique("taken") });
        await using var owner = await named;

        var failure = await FluentActions.Awaiting(() => named.ExecuteAsync(Token))
            .Should().ThrowAsync<NameConflictException>();

        failure.Which.Name.Should().Be(Unique("taken"));
        failure.Which.Message.Should().Contain(Unique("taken")).And.NotContain("Cleaned up");
        failure.Which.RemovedResources.Should().BeEmpty();
        (await ContainersAsync("running")).Should().Equal(owner.Id);
    }

    [DockerFact]
    public async Task Name_can_be_reused_after_its_container_is_disposed()
    {
        var named = Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = Unique("reused") });

        for (var round = 0; round < 3; round++) await (await named).DisposeAsync();

        // A busy engine lists a container for a moment after its removal.
        await UntilAsync(async () => (await ContainersAsync()).Count == 0);
    }

    [DockerFact]
    public async Task Port_of_another_container_throws_PortConflict_and_leaves_nothing()
    {
        var published = Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Publish = [$"{FreePort.Find()}:80"] });
        await using var owner = await published;

        var failure = await FluentActions.Awaiting(() => published.ExecuteAsync(Token))
            .Should().ThrowAsync<PortConflictException>();

        var port = await owner.GetPublishedPortAsync(80, Token);
        failure.Which.Ports.Should().ContainSingle().Which.HostPort.Should().Be(port.Port);
        failure.Which.RemovedResources.Should().ContainSingle();
        (await ContainersAsync()).Should().Equal(owner.Id);
    }

    [DockerFact]
    public async Task Port_of_another_process_throws_PortConflict_and_leaves_nothing()
    {
        using var owner = new TcpListener(IPAddress.Loopback, 0);
        owner.Start();
        var port = ((IPEndPoint)owner.LocalEndpoint).Port;
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Publish = [$"{port}:80"] });

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<PortConflictException>();

        failure.Which.Message.Should().Contain($"{port}");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Starting_a_container_whose_port_was_taken_meanwhile_throws_PortConflict()
    {
        await using var first = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Publish = [$"{FreePort.Find()}:80"] });
        var port = await first.GetPublishedPortAsync(80, Token);
        await first.StopAsync(TimeSpan.Zero, Token);
        await using var second = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Publish = [$"{port.Port}:80"] });

        await FluentActions.Awaiting(() => first.StartAsync(Token)).Should().ThrowAsync<PortConflictException>();
    }
}
