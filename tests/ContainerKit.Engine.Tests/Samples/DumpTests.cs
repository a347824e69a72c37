namespace ContainerKit.Engine.Tests.Samples;

/// <summary>What LINQPad is given to draw. The queries are in <see cref="LinqPadTests"/>.</summary>
public sealed class DumpTests : EngineTest
{
    [DockerFact]
    public async Task A_container_that_is_gone_is_drawn_and_says_so()
    {
        var container = await SleeperAsync();
        (await (Task<object>)container.ToDump()).ToString().Should().Contain("State = Running").And.Contain(container.Name);

        await container.DisposeAsync();

        (await (Task<object>)container.ToDump()).ToString().Should().Contain("no such container").And.Contain(container.ShortId);
    }

    [DockerFact]
    public async Task Drawing_a_plan_runs_nothing()
    {
        ((IEnumerable<string>)Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Commit(Unique("drawn")).ToDump())
            .Should().Equal("pull busybox:latest", "run sleep infinity", $"commit {Unique("drawn")}:latest");
        (await ContainersAsync()).Should().BeEmpty();
    }
}
