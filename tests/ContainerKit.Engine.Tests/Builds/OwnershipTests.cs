namespace ContainerKit.Engine.Tests.Builds;

/// <summary>Removal of built images, depending on their tags and their use.</summary>
public sealed class OwnershipTests : BuildTest
{
    private BuildSpec BuildText => BuildSpec.FromText(OnBusybox("RUN echo built > /built"));

    [DockerFact]
    public async Task Untagged_built_image_is_removed_with_its_plan()
    {
        (await Image.Build(BuildText).Run(Spec("cat", "/built")).Output().ExecuteAsync(Token)).Should().Be("built\n");

        (await MarkedAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Untagged_built_image_is_removed_with_the_returned_container()
    {
        var container = await Image.Build(BuildText).Run(Spec("sleep", "infinity")).ExecuteAsync(Token);
        (await MarkedAsync()).Should().HaveCount(1);

        await container.DisposeAsync();

        (await MarkedAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Returned_built_image_stays_until_it_is_removed()
    {
        var image = await DockerEngine.Default.BuildImageAsync(BuildText, Token);

        await using (await image.RunAsync(Spec("true"), Token))
        {
        }

        (await MarkedAsync()).Should().Equal(image.Id);
        await image.RemoveAsync(Token);
        (await MarkedAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Built_image_keeps_a_later_tag_and_loses_its_temporary_name()
    {
        var image = await Image.Build(BuildText).Tag(Unique("named")).ExecuteAsync(Token);

        (await InspectAsync(image.Id)).GetProperty("RepoTags").EnumerateArray()
            .Select(tag => ToFamiliar(tag.GetString()!)).Should().Equal(Unique("named") + ":latest");
        await image.RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Concurrent_plans_that_build_the_same_image_do_not_remove_it_from_each_other()
    {
        var plan = Image.Build(BuildText).Run(Spec("cat", "/built")).Output();

        (await Plan.All(plan, plan, plan, plan).ExecuteAsync(Token)).Should().Equal("built\n", "built\n", "built\n", "built\n");

        (await MarkedAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Failing_build_plan_returns_a_tag_to_its_previous_image()
    {
        var previous = await Image.Pull(Busybox).Tag(Unique("name")).ExecuteAsync(Token);
        var plan = Image.Build(BuildText with { Tags = [Unique("name"), Unique("fresh")] }).Run(Spec("false")).ToCompletion();

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>();

        (await InspectAsync(Unique("name"))).GetProperty("Id").GetString().Should().Be(previous.Id);
        (await DockerCli.ExistsAsync(Unique("fresh"))).Should().BeFalse();
        (await MarkedAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Commit_of_a_built_image_stays()
    {
        var image = await Image.Build(BuildText)
            .Run(Spec("sleep", "infinity")).Exec("touch", "/mine").Commit(Unique("committed")).ExecuteAsync(Token);

        (await image.RunAsync(Spec("ls", "/mine", "/built"), Token)).Should().NotBeNull();
        foreach (var container in await ContainersAsync()) await DockerCli.GetOutputAsync("rm", "--force", container);
        (await InspectAsync(image.Id)).GetProperty("RepoTags").GetArrayLength().Should().Be(1);
    }

    [DockerFact]
    public async Task Canceled_build_stops_its_step_and_leaves_no_tag()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var spec = BuildSpec.FromText(OnBusybox("RUN echo begun; sleep 3600 # " + Unique("step"))) with
        {
            Tags = [Unique("canceled")],
            OnLine = line => { if (line == "begun") cancel.Cancel(); },
        };

        var failure = await FluentActions.Awaiting(() => Image.Build(spec).ExecuteAsync(cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
        (await DockerCli.ExistsAsync(Unique("canceled"))).Should().BeFalse();
        await UntilAsync(async () => !(await DockerCli.GetOutputAsync("ps", "--all", "--no-trunc")).Contains(Unique("step")));
    }
}
