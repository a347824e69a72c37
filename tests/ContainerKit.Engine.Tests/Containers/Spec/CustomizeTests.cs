namespace ContainerKit.Engine.Tests.Verbs.Runs;

/// <summary>The last look at the raw create request.</summary>
public sealed class CustomizeTests : EngineTest
{
    [DockerFact]
    public async Task It_says_what_the_spec_has_no_word_for()
    {
        var spec = Spec("touch", "/x") with { Customize = request => request.HostConfig!.ReadonlyRootfs = true };

        var result = await Image.Pull(Busybox).Run(spec).ToCompletion(ExitCodes.Any);

        result.ExitCode.Should().NotBe(0);
        result.Stderr.Should().Contain("Read-only file system");
    }

    [DockerFact]
    public async Task It_has_the_last_word()
    {
        var spec = Spec("echo", "spec") with { Customize = request => request.Cmd = ["echo", "hook"] };

        (await Image.Pull(Busybox).Run(spec).Output()).Should().Be("hook\n");
    }

    [DockerFact]
    public async Task Replacing_all_labels_does_not_lose_the_librarys_own()
    {
        var mark = Mark;
        var spec = Spec("sleep", "infinity") with { Customize = request => request.Labels = mark };

        await using var container = await Image.Pull(Busybox).Run(spec);

        var labels = (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Labels");
        labels.EnumerateObject().Select(label => label.Name).Should().BeEquivalentTo([.. mark.Keys, "containerkit.session", "containerkit.create"]);
    }

    [DockerFact]
    public async Task Having_no_labels_at_all_does_not_lose_the_librarys_own_either()
    {
        var spec = new ContainerSpec("sleep", "infinity") { Customize = request => request.Labels = null! };

        await using var container = await Image.Pull(Busybox).Run(spec);

        (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Labels").GetProperty("containerkit.session").GetString().Should().NotBeEmpty();
    }

    [DockerFact]
    public async Task A_name_given_there_is_the_containers_name()
    {
        var spec = Spec("sleep", "infinity") with { Customize = request => request.Name = Unique("hook") };

        await using var container = await Image.Pull(Busybox).Run(spec);

        container.Name.Should().Be(Unique("hook"));
        (await InspectAsync(Unique("hook"))).GetProperty("Id").GetString().Should().Be(container.Id);
    }

    [DockerFact]
    public async Task Changing_the_request_does_not_change_the_plan()
    {
        var runs = 0;
        var plan = Image.Pull(Busybox).Run(Spec("echo") with { Customize = request => request.Cmd.Add($"{++runs}") });

        (await plan.Output()).Should().Be("1\n");
        (await plan.Output()).Should().Be("2\n");
    }

    [DockerFact]
    public async Task An_exception_from_it_comes_out_and_leaves_nothing()
    {
        var spec = Spec("sleep", "infinity") with { Customize = _ => throw new InvalidOperationException("mine") };

        await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();
        (await ContainersAsync()).Should().BeEmpty();
    }
}
