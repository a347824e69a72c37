namespace ContainerKit.Engine.Tests.Samples;

/// <summary>Tests the <c>ToDump</c> methods, which LINQPad calls. <see cref="LinqPadTests"/> tests the queries.</summary>
[Trait("Shard", "samples")]
public sealed class LinqPadDumpTests : EngineTest
{
    [DockerFact]
    public async Task ToDump_of_a_removed_container_reports_that_it_does_not_exist()
    {
        var container = await SleeperAsync();
        (await (Task<object>)container.ToDump()).ToString().Should().Contain("State = Running").And.Contain(container.Name);

        await container.DisposeAsync();

        (await (Task<object>)container.ToDump()).ToString().Should().Contain("no longer on the engine").And.Contain(container.ShortId);
    }

    [DockerFact]
    public async Task ToDump_of_a_plan_lists_its_steps_and_runs_nothing()
    {
        ((IEnumerable<string>)Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Commit(Unique("drawn")).ToDump())
            .Should().Equal("pull busybox:latest", "run sleep infinity", $"commit {Unique("drawn")}:latest");
        (await ContainersAsync()).Should().BeEmpty();
    }
}
