namespace ContainerKit.Engine.Tests.Plans;

/// <summary>Tests plans that are stored in a variable and used more than once.</summary>
public sealed class StoredPlanTests : EngineTest
{
    [DockerFact]
    public async Task Stored_plan_can_be_continued_several_times()
    {
        var busybox = Image.Pull(Busybox);

        (await busybox.Run(Spec("echo", "one")).Output()).Should().Be("one\n");
        (await busybox.Run(Spec("echo", "two")).Output()).Should().Be("two\n");
    }

    [DockerFact]
    public async Task Stored_container_plan_starts_a_separate_container_for_each_continuation()
    {
        var container = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("sh", "-c", "echo base > /word");

        var changed = container.Exec("sh", "-c", "echo more >> /word").Capture("cat", "/word");
        var plain = container.Capture("cat", "/word");

        (await changed).Stdout.Should().Be("base\nmore\n");
        (await plain).Stdout.Should().Be("base\n");
    }

    [DockerFact]
    public async Task Awaiting_a_plan_twice_runs_it_twice()
    {
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

        await using var first = await plan;
        await using var second = await plan;

        second.Id.Should().NotBe(first.Id);
        (await ContainersAsync("running")).Should().BeEquivalentTo(first.Id, second.Id);
    }

    [DockerFact]
    public async Task Converting_a_plan_to_text_runs_nothing()
    {
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("touch", "/x").Commit("my:0.1");

        plan.ToString().Should().Be("pull busybox:latest → run sleep infinity → exec touch /x → commit my:0.1");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Failed_plan_can_be_awaited_again()
    {
        var attempts = 0;
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Do((_, _) => ++attempts == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask)
            .Capture("echo", "done");

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();
        (await plan).Stdout.Should().Be("done\n");
    }
}
