namespace ContainerKit.Engine.Tests.Plans;

/// <summary>Tests <c>Plan.All</c>, which runs plans concurrently.</summary>
public sealed class PlanAllTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task All_with_plans_of_one_type_returns_an_array_in_order()
    {
        var outputs = await Plan.All(Enumerable.Range(0, 4).Select(i => Image.Pull(Busybox).Run(Spec("echo", $"{i}")).Output()).ToArray());

        outputs.Should().Equal("0\n", "1\n", "2\n", "3\n");
    }

    [DockerFact]
    public async Task All_with_two_types_returns_a_pair()
    {
        var (container, text) = await Plan.All(Sleeper, Image.Pull(Busybox).Run(Spec("echo", "hi")).Output());

        await using (container)
        {
            text.Should().Be("hi\n");
            (await ContainersAsync()).Should().Equal(container.Id);
        }
    }

    [DockerFact]
    public async Task All_with_three_types_returns_a_triple()
    {
        var (container, image, result) = await Plan.All(Sleeper, Sleeper.Commit(Unique("all")), Sleeper.Capture("id", "-u"));

        await using (container)
        {
            (await ImagesAsync()).Should().Equal(image.Reference.ToString());
            result.Stdout.Should().Be("0\n");
            (await ContainersAsync()).Should().Equal(container.Id);
        }
    }

    [DockerFact]
    public async Task All_returns_every_container_of_an_array()
    {
        Container[] containers = await Plan.All([Sleeper, Sleeper, Sleeper]);

        (await ContainersAsync("running")).Should().BeEquivalentTo(containers.Select(container => container.Id));
        foreach (var container in containers) await container.DisposeAsync();
    }

    [DockerFact]
    public async Task All_with_a_failing_plan_removes_the_resources_of_the_others()
    {
        var committed = new TaskCompletionSource();
        var image = Unique("undone");
        var plan = Plan.All(
            Sleeper.Commit(image).Do((_, _) =>
            {
                committed.SetResult();
                return Task.CompletedTask;
            }),
            Sleeper,
            Sleeper.Do((_, token) => committed.Task.WaitAsync(token)).Exec("false"));

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.RemovedResources.Should().Contain(resource => resource.Contains(image))
            .And.Contain(resource => resource.StartsWith("container "));
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task All_with_a_failing_plan_cancels_the_others_and_throws_its_error()
    {
        var plan = Plan.All(
            Sleeper.Exec("sleep", "infinity"),
            Sleeper.Do((_, _) => throw new InvalidOperationException("mine")));

        // The other plan is canceled because of the failure; the error of the failed plan is thrown.
        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>().WithMessage("mine");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task All_is_canceled_by_one_token()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var output = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Output();
        var plan = Plan.All(output, output);

        var running = plan.ExecuteAsync(cancel.Token);
        await UntilAsync(async () => (await ContainersAsync("running")).Count == 2);
        await cancel.CancelAsync();

        var canceled = await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        canceled.Which.CancellationToken.Should().Be(cancel.Token);
        (await ContainersAsync()).Should().BeEmpty();
    }
}
