namespace ContainerKit.Engine.Tests.Ownership;

/// <summary>Checks for each kind of successful plan which resources its result owns and which are removed.</summary>
public sealed class ResultOwnershipTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task Run_returns_a_container_that_runs_until_it_is_disposed()
    {
        var container = await Sleeper;

        (await InspectAsync(container.Id)).GetProperty("State").GetProperty("Running").GetBoolean().Should().BeTrue();
        await container.DisposeAsync();
        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Exec_returns_the_same_running_container()
    {
        await using var container = await Sleeper.Exec("touch", "/x");

        (await ContainersAsync("running")).Should().Equal(container.Id);
        (await DockerCli.GetOutputAsync("exec", container.Id, "ls", "/x")).Should().Be("/x");
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
    public async Task Run_after_a_commit_returns_only_the_second_container()
    {
        await using var second = await Sleeper.Exec("sh", "-c", "echo built > /built").Commit(Unique("built"))
            .Run(Spec("sleep", "infinity"));

        (await ContainersAsync()).Should().Equal(second.Id);
        (await DockerCli.GetOutputAsync("exec", second.Id, "cat", "/built")).Should().Be("built");
    }

    [DockerFact]
    public async Task ToCompletion_returns_the_process_result_and_removes_the_container()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2")).ToCompletion();

        result.Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "out\n", Stderr = "err\n" });
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Output_returns_stdout_and_removes_the_container()
    {
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2")).Output()).Should().Be("out\n");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Capture_returns_the_exec_result_and_removes_the_container()
    {
        var result = await Sleeper.Capture("id", "-u");

        result.Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "0\n", Stderr = "" });
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Output_of_hello_world_contains_its_greeting()
    {
        (await Image.Pull("hello-world").Run(Spec()).Output()).Should().Contain("Hello from Docker!");
        (await ContainersAsync()).Should().BeEmpty();
    }
}
