namespace ContainerKit.Engine.Tests.Engine;

/// <summary>What happens on an engine, as it happens.</summary>
public sealed class EventTests : EngineTest
{
    private string Label => $"{Mark.Single().Key}={Mark.Single().Value}";

    [DockerFact]
    public async Task Events_report_the_lifecycle_of_a_container()
    {
        var begun = DateTimeOffset.UtcNow.AddSeconds(-1);
        var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "exit 3") with { Name = Unique("told") });
        await container.WaitAsync(Token);
        await container.DisposeAsync();

        var events = new List<EngineEvent>();
        await foreach (var each in DockerEngine.Default.EventsAsync(new EventFilter { Labels = [Label], Types = [EngineEventType.Container], Since = begun }, Token))
        {
            events.Add(each);
            if (each.Action == "destroy") break;
        }

        events.Select(each => each.Action).Should().ContainInOrder("create", "start", "die", "destroy");
        events.Should().OnlyContain(each => each.Id == container.Id && each.Name == Unique("told") && each.Type == EngineEventType.Container);
        events.Select(each => each.Time).Should().BeInAscendingOrder();
        events[0].Time.Should().BeAfter(begun);
        var death = events.Single(each => each.Action == "die");
        death.Attributes["exitCode"].Should().Be("3");
        death.Attributes["image"].Should().Be("busybox:latest");
        death.ToString().Should().Be("container die " + Unique("told"));
    }

    [DockerFact]
    public async Task Events_of_the_past_end_at_the_Until_time()
    {
        var begun = DateTimeOffset.UtcNow.AddSeconds(-1);
        await using var container = await Image.Pull(Busybox).Create(Spec("true"));
        await container.RenameAsync(Unique("renamed"), Token);

        var filter = new EventFilter { Containers = [container.Id], Actions = ["create", "rename"], Since = begun, Until = DateTimeOffset.UtcNow.AddSeconds(1) };
        var events = await DockerEngine.Default.EventsAsync(filter, Token).ToListAsync(Token);

        events.Select(each => each.Action).Should().Equal("create", "rename");
        (await DockerEngine.Default.EventsAsync(filter with { Actions = ["die"] }, Token).CountAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    public async Task Events_are_reported_as_they_occur_and_can_be_canceled()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var actions = new List<string>();

        var follow = async () =>
        {
            await foreach (var each in DockerEngine.Default.EventsAsync(new EventFilter { Containers = [container.Name], Actions = ["pause", "unpause"], Since = DateTimeOffset.UtcNow }, cancel.Token))
            {
                actions.Add(each.Action);
                if (each.Action == "unpause") await cancel.CancelAsync();
            }
        };
        var following = follow();
        await container.PauseAsync(Token);
        await container.UnpauseAsync(Token);

        (await FluentActions.Awaiting(() => following).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        actions.Should().Equal("pause", "unpause");
    }
}
