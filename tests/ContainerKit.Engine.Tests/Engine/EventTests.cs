namespace ContainerKit.Engine.Tests.Engine;

/// <summary>Events of an engine, past and current.</summary>
public sealed class EventTests : EngineTest
{
    private string Label => $"{Mark.Single().Key}={Mark.Single().Value}";

    [DockerFact]
    [Requires(EngineFeature.PastEvents)]
    public async Task Events_report_the_lifecycle_of_a_container()
    {
        var start = DateTimeOffset.UtcNow.AddSeconds(-1);
        var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "exit 3") with { Name = Unique("events") });
        await container.WaitAsync(Token);
        await container.DisposeAsync();

        var events = new List<EngineEvent>();
        var filter = new EventFilter { Labels = [Label], Types = [EngineEventType.Container], Since = start };
        await foreach (var engineEvent in DockerEngine.Default.EventsAsync(filter, Token))
        {
            events.Add(engineEvent);
            if (engineEvent.Action == "destroy") break;
        }

        events.Select(engineEvent => engineEvent.Action).Should().ContainInOrder("create", "start", "die", "destroy");
        events.Should().OnlyContain(engineEvent => engineEvent.Id == container.Id
            && engineEvent.Name == Unique("events") && engineEvent.Type == EngineEventType.Container);
        events.Select(engineEvent => engineEvent.Time).Should().BeInAscendingOrder();
        events[0].Time.Should().BeAfter(start);
        var dieEvent = events.Single(engineEvent => engineEvent.Action == "die");
        dieEvent.Attributes["exitCode"].Should().Be("3");
        dieEvent.Attributes["image"].Should().Be("busybox");
        dieEvent.ToString().Should().Be("container die " + Unique("events"));
    }

    [DockerFact]
    [Requires(EngineFeature.PastEvents)]
    public async Task Events_of_the_past_end_at_the_Until_time()
    {
        var start = DateTimeOffset.UtcNow.AddSeconds(-1);
        await using var container = await Image.Pull(Busybox).Create(Spec("true"));
        await container.RenameAsync(Unique("renamed"), Token);

        var filter = new EventFilter
        {
            Containers = [container.Id],
            Actions = ["create", "rename"],
            Since = start,
            Until = DateTimeOffset.UtcNow.AddSeconds(1),
        };
        var events = await DockerEngine.Default.EventsAsync(filter, Token).ToListAsync(Token);

        events.Select(engineEvent => engineEvent.Action).Should().Equal("create", "rename");
        (await DockerEngine.Default.EventsAsync(filter with { Actions = ["die"] }, Token).CountAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Events_are_reported_as_they_occur_and_can_be_canceled()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var actions = new List<string>();

        var followAsync = async () =>
        {
            var filter = new EventFilter { Containers = [container.Name], Actions = ["pause", "unpause"], Since = DateTimeOffset.UtcNow };
            await foreach (var engineEvent in DockerEngine.Default.EventsAsync(filter, cancel.Token))
            {
                actions.Add(engineEvent.Action);
                if (engineEvent.Action == "unpause") await cancel.CancelAsync();
            }
        };
        var following = followAsync();
        await container.PauseAsync(Token);
        await container.UnpauseAsync(Token);

        (await FluentActions.Awaiting(() => following).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
        actions.Should().Equal("pause", "unpause");
    }
}
