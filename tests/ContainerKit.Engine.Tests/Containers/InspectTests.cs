namespace ContainerKit.Engine.Tests.Containers;

public sealed class InspectTests : EngineTest
{
    [DockerFact]
    public async Task Inspecting_a_running_container_returns_its_details()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Name = Unique("inspect"), Hostname = "inside", Tty = true, Publish = [80] });

        var details = await container.InspectAsync(Token);

        var inspected = await InspectAsync(container.Id);
        details.Should().BeEquivalentTo(new
        {
            container.Id,
            Name = Unique("inspect"),
            ImageId = inspected.GetProperty("Image").GetString(),
            State = ContainerState.Running,
            ExitCode = 0,
            OutOfMemory = false,
            ProcessId = inspected.GetProperty("State").GetProperty("Pid").GetInt32(),
            FinishedAt = default(DateTimeOffset?),
            RestartCount = 0,
            Tty = true,
            Hostname = "inside",
        });
        // Podman adds the tag.
        ImageReference.Parse(details.Image).Should().Be(ImageReference.Parse("busybox"));
        // The engine returns nanoseconds, and .NET keeps ticks of 100 nanoseconds.
        var startedAt = inspected.GetProperty("State").GetProperty("StartedAt").GetDateTimeOffset();
        details.StartedAt!.Value.Should().BeCloseTo(startedAt, TimeSpan.FromMicroseconds(1));
        details.Command.Should().Equal("sleep", "infinity");
        details.Labels.Should().Contain(Mark);
        details.Ports.Should().ContainSingle().Which.ContainerPort.Should().Be(80);
        var bridge = inspected.GetProperty("NetworkSettings").GetProperty("Networks").EnumerateObject().Single().Value;
        details.IPAddress!.ToString().Should().Be(bridge.GetProperty("IPAddress").GetString());
        details.ToString().Should().Be(Unique("inspect") + ": running");
    }

    [DockerFact]
    public async Task Inspecting_an_exited_container_returns_its_details()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "exit 3"));
        await container.WaitAsync(Token);

        var details = await container.InspectAsync(Token);

        details.Should().BeEquivalentTo(
            new { State = ContainerState.Exited, ExitCode = 3, ProcessId = 0, IPAddress = default(System.Net.IPAddress) });
        details.FinishedAt.Should().NotBeNull();
        details.Ports.Should().BeEmpty();
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Inspecting_a_paused_container_returns_its_state()
    {
        await using var container = await SleeperAsync();
        await DockerCli.GetOutputAsync("pause", container.Id);

        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Paused);
    }

    [DockerFact]
    public async Task Inspecting_a_removed_container_throws_ContainerNotFound()
    {
        var container = await SleeperAsync();
        await container.DisposeAsync();

        await FluentActions.Awaiting(() => container.InspectAsync(Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }
}
