namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Containers that are created but not started.</summary>
public sealed class CreateTests : EngineTest
{
    [DockerFact]
    public async Task Created_container_is_not_started()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("echo", "hi") with { Name = Unique("made") });

        var inspected = await InspectAsync(Unique("made"));
        inspected.GetProperty("Id").GetString().Should().Be(container.Id);
        inspected.GetProperty("State").GetProperty("Status").GetString().Should().Be("created");
        container.IsOwned.Should().BeTrue();
    }

    [DockerFact]
    public async Task Container_can_be_created_with_the_command_of_its_image()
    {
        var image = await Image.Pull(Busybox);
        await using var container = await image.CreateAsync(Spec(), Token);

        (await container.InspectAsync(Token)).Should().BeEquivalentTo(
            new { State = ContainerState.Created, StartedAt = default(DateTimeOffset?), ExitCode = 0 });
    }

    [DockerFact]
    public async Task Image_handle_creates_a_container_with_the_given_command()
    {
        await using var container = await (await Image.Pull(Busybox)).CreateAsync(["echo", "hi"], Token);

        (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Cmd")
            .EnumerateArray().Select(argument => argument.GetString()).Should().Equal("echo", "hi");
    }

    [DockerFact]
    public async Task Plan_can_start_a_created_container_and_return_its_output()
    {
        (await Image.Pull(Busybox).Create(Spec("echo", "hi")).Start().Output()).Should().Be("hi\n");

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Container_that_was_never_started_can_be_committed()
    {
        var image = await Image.Pull(Busybox).Create(Spec("echo", "hi"))
            .Commit(Unique("unstarted"), new CommitOptions { Changes = ["CMD [\"echo\", \"there\"]"] });

        await using var container = await image.RunAsync(Spec(), Token);
        (await container.ToCompletionAsync(Token)).Stdout.Should().Be("there\n");
    }

    [DockerFact]
    public async Task Creating_with_a_missing_image_or_a_used_name_throws_as_running_does()
    {
        await using var first = await Image.Pull(Busybox).Create(Spec("true") with { Name = Unique("taken") });

        var conflicting = Image.Pull(Busybox).Create(Spec("true") with { Name = Unique("taken") });
        await FluentActions.Awaiting(() => conflicting.ExecuteAsync(Token)).Should().ThrowAsync<NameConflictException>();
        await FluentActions.Awaiting(() => Image.Local(Unique("nowhere")).Create(Spec("true")).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();
    }
}
