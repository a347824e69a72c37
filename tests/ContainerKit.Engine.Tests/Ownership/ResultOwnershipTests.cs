namespace ContainerKit.Engine.Tests.Verbs.Ownership;

/// <summary>The table of who owns what, row by row: the chains that succeed.</summary>
public sealed class ResultOwnershipTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task Run_hands_back_a_running_container_until_it_is_disposed()
    {
        var container = await Sleeper;

        (await InspectAsync(container.Id)).GetProperty("State").GetProperty("Running").GetBoolean().Should().BeTrue();
        await container.DisposeAsync();
        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Exec_hands_back_the_same_running_container()
    {
        await using var container = await Sleeper.Exec("touch", "/x");

        (await ContainersAsync("running")).Should().Equal(container.Id);
        (await DockerCli.AskAsync("exec", container.Id, "ls", "/x")).Should().Be("/x");
    }

    [DockerFact]
    public async Task Commit_keeps_the_image_and_removes_the_container()
    {
        await Sleeper.Commit(Unique("commit"));

        (await ImagesAsync()).Should().Equal(Unique("commit") + ":latest");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Tag_keeps_both_names_and_removes_the_container()
    {
        var image = await Sleeper.Commit(Unique("tag") + ":1").Tag(Unique("tag") + ":2");

        image.Reference.ToString().Should().Be(Unique("tag") + ":2");
        (await ImagesAsync()).Should().BeEquivalentTo(Unique("tag") + ":1", Unique("tag") + ":2");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_run_after_a_commit_hands_back_the_second_container_alone()
    {
        await using var second = await Sleeper.Exec("sh", "-c", "echo built > /built").Commit(Unique("chain")).Run(Spec("sleep", "infinity"));

        (await ContainersAsync()).Should().Equal(second.Id);
        (await DockerCli.AskAsync("exec", second.Id, "cat", "/built")).Should().Be("built");
    }

    [DockerFact]
    public async Task ToCompletion_gives_plain_data_and_leaves_nothing()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2")).ToCompletion();

        result.Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "out\n", Stderr = "err\n" });
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Output_gives_text_and_leaves_nothing()
    {
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2")).Output()).Should().Be("out\n");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Capture_gives_the_execs_result_and_leaves_nothing()
    {
        var result = await Sleeper.Capture("id", "-u");

        result.Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "0\n", Stderr = "" });
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Hello_world_says_hello()
    {
        (await Image.Pull("hello-world").Run(Spec()).Output()).Should().Contain("Hello from Docker!");
        (await ContainersAsync()).Should().BeEmpty();
    }
}
