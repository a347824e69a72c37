namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>The callback that can change the raw create request.</summary>
public sealed class CustomizeTests : EngineTest
{
    [DockerFact]
    public async Task Customize_sets_options_that_the_spec_does_not_have()
    {
        var spec = Spec("touch", "/x") with { Customize = request => request.HostConfig!.ReadonlyRootfs = true };

        var result = await Image.Pull(Busybox).Run(spec).ToCompletion(ExitCodes.Any);

        result.ExitCode.Should().NotBe(0);
        result.Stderr.Should().Contain("Read-only file system");
    }

    [DockerFact]
    public async Task Customize_overrides_the_spec()
    {
        var spec = Spec("echo", "spec") with { Customize = request => request.Cmd = ["echo", "hook"] };

        (await Image.Pull(Busybox).Run(spec).Output()).Should().Be("hook\n");
    }

    [DockerFact]
    public async Task Customize_that_replaces_the_labels_keeps_the_labels_of_the_library()
    {
        var mark = Mark;
        var spec = Spec("sleep", "infinity") with { Customize = request => request.Labels = mark };

        await using var container = await Image.Pull(Busybox).Run(spec);

        var labels = (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Labels");
        labels.EnumerateObject().Select(label => label.Name)
            .Should().BeEquivalentTo([.. mark.Keys, "containerkit.session", "containerkit.create"]);
    }

    [DockerFact]
    public async Task Customize_that_sets_the_labels_to_null_keeps_the_labels_of_the_library()
    {
        var spec = new ContainerSpec("sleep", "infinity") { Customize = request => request.Labels = null! };

        await using var container = await Image.Pull(Busybox).Run(spec);

        var labels = (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Labels");
        labels.GetProperty("containerkit.session").GetString().Should().NotBeEmpty();
    }

    [DockerFact]
    public async Task Customize_can_set_the_name_of_the_container()
    {
        var spec = Spec("sleep", "infinity") with { Customize = request => request.Name = Unique("hook") };

        await using var container = await Image.Pull(Busybox).Run(spec);

        container.Name.Should().Be(Unique("hook"));
        (await InspectAsync(Unique("hook"))).GetProperty("Id").GetString().Should().Be(container.Id);
    }

    [DockerFact]
    public async Task Customize_that_changes_the_request_does_not_change_the_plan()
    {
        var runs = 0;
        var plan = Image.Pull(Busybox).Run(Spec("echo") with { Customize = request => request.Cmd.Add($"{++runs}") });

        (await plan.Output()).Should().Be("1\n");
        (await plan.Output()).Should().Be("2\n");
    }

    [DockerFact]
    public async Task Customize_that_throws_fails_the_plan_and_leaves_no_container()
    {
        var spec = Spec("sleep", "infinity") with { Customize = _ => throw new InvalidOperationException("mine") };

        await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>();
        (await ContainersAsync()).Should().BeEmpty();
    }
}
