namespace ContainerKit.Engine.Tests.Plans;

/// <summary>Tests plans whose step is code of the caller, and plans that start with an existing handle.</summary>
public sealed class PlanCreateTests : EngineTest
{
    [DockerFact]
    public async Task Plan_from_code_removes_the_resources_of_its_parts_that_are_not_in_its_result()
    {
        Container? helper = null;

        await using var result = await Plan.Create("start two containers", async context =>
        {
            helper = await context.RunAsync(SleeperPlan());
            return await context.RunAsync(SleeperPlan());
        });

        (await ContainersAsync()).Should().Equal(result.Id);
        (await DockerCli.ExistsAsync(helper!.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Plan_from_code_that_throws_removes_the_resources_of_its_parts()
    {
        var plan = Plan.Create("start and fail", async Task<Container> (context) =>
        {
            await context.RunAsync(SleeperPlan());
            throw new InvalidDataException("bad migration");
        });

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidDataException>();

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Plan_from_code_names_its_step_in_the_error_of_a_part()
    {
        var plan = Plan.Create("start the shop", context => context.RunAsync(Image.Local("no/such-image").Run(Spec("true"))));

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();

        failure.Which.Step.Should().StartWith("run");
        plan.ToString().Should().Be("start the shop");
    }

    [DockerFact]
    public async Task Plan_from_code_continues_like_any_other_plan()
    {
        var image = Plan.Create("choose an image", async context => await context.RunAsync(Image.Local(Busybox)));

        (await image.Run(Spec("echo", "hi")).Output().ExecuteAsync(Token)).Should().Be("hi\n");
    }

    [DockerFact]
    public async Task Tracked_resource_is_disposed_if_the_plan_fails_or_does_not_return_it()
    {
        var (returned, dropped, failed) = (new Probe(), new Probe(), new Probe());

        var result = await Plan.Create("track", context =>
        {
            context.Track(returned);
            context.Track(dropped);
            return Task.FromResult((returned, 1));
        }).ExecuteAsync(Token);
        await FluentActions.Awaiting(() => Plan.Create("track and fail", Task<int> (context) =>
        {
            context.Track(failed);
            throw new InvalidDataException();
        }).ExecuteAsync(Token)).Should().ThrowAsync<InvalidDataException>();

        result.returned.Disposals.Should().Be(0);
        dropped.Disposals.Should().Be(1);
        failed.Disposals.Should().Be(1);
    }

    [DockerFact]
    public async Task Plan_from_an_image_and_from_a_container_uses_them_without_owning_them()
    {
        var image = await Image.Local(Busybox).ExecuteAsync(Token);
        await using var container = await Plan.FromResult(image).Run(Spec("sleep", "infinity") with { Init = true }).ExecuteAsync(Token);

        (await Plan.FromResult(container).Capture("echo", "hi").ExecuteAsync(Token)).Stdout.Should().Be("hi\n");

        (await DockerCli.ExistsAsync(container.Id)).Should().BeTrue();
        (await DockerCli.ExistsAsync(image.Id)).Should().BeTrue();
    }

    [DockerFact]
    public async Task Failure_handler_can_inspect_the_containers_and_replaces_the_exception()
    {
        var logs = new List<string>();
        var spec = Spec("sh", "-c", "echo started; sleep infinity") with { Init = true, Wait = Wait.ForLog("started") };
        var plan = Image.Local(Busybox).Run(spec)
            .Do("migrate", (_, _) => throw new InvalidDataException("bad migration"))
            .OnFailure(async (failure, token) =>
            {
                foreach (var created in failure.Containers)
                    await foreach (var line in (await created.Find().ExecuteAsync(token)).LogsAsync(token)) logs.Add(line.Text);
                return new NotSupportedException("replaced", failure.Exception);
            });

        var thrown = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<NotSupportedException>();

        thrown.WithInnerException<InvalidDataException>();
        logs.Should().Equal("started");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Disposal_with_a_report_lists_what_was_removed()
    {
        var network = await Network.Create().ExecuteAsync(Token);
        var container = await SleeperPlan().ExecuteAsync(Token);

        var report = await container.DisposeWithReportAsync();
        var networkReport = await network.DisposeWithReportAsync();

        report.Removed.Should().ContainSingle().Which.Should().StartWith("container ").And.Contain(container.ShortId);
        report.Remaining.Should().BeEmpty();
        networkReport.Removed.Should().Equal($"network {network}");
        (await container.DisposeWithReportAsync()).Should().BeSameAs(report);
    }

    [DockerFact]
    public async Task Inspecting_an_image_by_name_returns_its_configuration_and_its_handle()
    {
        var details = await Image.Inspect(Busybox).ExecuteAsync(Token);

        details.Id.Should().Be(await DockerCli.GetOutputAsync("image", "inspect", "--format", "{{.Id}}", Busybox));
        details.Image.Id.Should().Be(details.Id);
        details.Image.Reference.Should().Be(ImageReference.Parse(Busybox));
        details.Image.HasGeneratedName.Should().BeFalse();
        await FluentActions.Awaiting(() => Image.Inspect("no/such-image").ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();
    }

    private ContainerPlan SleeperPlan() => Image.Local(Busybox).Run(Spec("sleep", "infinity") with { Init = true });

    private sealed class Probe : IAsyncDisposable
    {
        public int Disposals { get; private set; }

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return ValueTask.CompletedTask;
        }
    }
}
