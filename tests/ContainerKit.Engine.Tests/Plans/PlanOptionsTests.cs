namespace ContainerKit.Engine.Tests.Plans;

/// <summary>Tests the options of a whole plan: <c>KeepOnFailure</c>, <c>WithProgress</c> and <c>On</c>.</summary>
public sealed class PlanOptionsTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task KeepOnFailure_keeps_the_container_and_names_it()
    {
        var name = Unique("kept");
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = name })
            .Exec("sh", "-c", "echo look > /here; false").KeepOnFailure();

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.RemainingResources.Should().ContainSingle().Which.Should().Contain(name);
        failure.Which.Message.Should().Contain(name).And.Contain("KeepOnFailure");
        failure.Which.RemovedResources.Should().BeEmpty();
        (await DockerCli.GetOutputAsync("exec", name, "cat", "/here")).Should().Be("look");
        await DockerCli.GetOutputAsync("rm", "-f", name);
    }

    [DockerFact]
    public async Task KeepOnFailure_keeps_nothing_of_a_successful_plan()
    {
        await Sleeper.Capture("true").KeepOnFailure();

        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Progress_reports_the_steps_in_order()
    {
        var progress = new ProgressRecorder();

        await Sleeper.Exec("true").Commit(Unique("progress")).WithProgress(progress);

        string[] steps = ["run sleep infinity", "exec true", $"commit {Unique("progress")}:latest"];
        progress.Steps(PlanProgressKind.Started).Should().Equal(steps);
        progress.Steps(PlanProgressKind.Finished).Should().Equal(steps);
        progress.All.Where(report => report.Kind == PlanProgressKind.Finished)
            .Should().OnlyContain(report => report.Elapsed > TimeSpan.Zero);
    }

    [DockerFact]
    public async Task Progress_reports_transfers_between_start_and_finish_of_a_pull()
    {
        var progress = new ProgressRecorder();

        await Image.Pull(Busybox, PullPolicy.Always).Run(Spec("true")).ToCompletion().WithProgress(progress);

        var kinds = progress.All.Where(report => report.Step == "pull busybox:latest").Select(report => report.Kind).ToList();
        kinds[0].Should().Be(PlanProgressKind.Started);
        kinds[^1].Should().Be(PlanProgressKind.Finished);
        kinds[1..^1].Should().NotBeEmpty().And.OnlyContain(kind => kind == PlanProgressKind.Transfer);
        progress.All.Where(report => report.Kind == PlanProgressKind.Transfer).Should().OnlyContain(report => report.Status!.Length > 0);
    }

    [DockerFact]
    public async Task Progress_of_a_failed_step_reports_its_start_and_no_finish()
    {
        var progress = new ProgressRecorder();

        await FluentActions.Awaiting(() => Sleeper.Exec("false").WithProgress(progress).ExecuteAsync(Token))
            .Should().ThrowAsync<ExecFailedException>();

        progress.Steps(PlanProgressKind.Started).Should().Equal("run sleep infinity", "exec false");
        progress.Steps(PlanProgressKind.Finished).Should().Equal("run sleep infinity");
    }

    [DockerFact]
    public async Task Plan_runs_on_the_engine_passed_to_On()
    {
        await using var engine = new DockerEngine();

        await using var container = await Sleeper.On(engine);

        container.Engine.Should().BeSameAs(engine);
    }

    [DockerFact]
    public async Task Disposing_an_engine_leaves_its_containers_and_other_engines_alone()
    {
        await using var remaining = new DockerEngine();
        var disposed = new DockerEngine();
        var (first, second) = await Plan.All(Sleeper.On(remaining), Sleeper.On(disposed));

        await disposed.DisposeAsync();

        (await first.ExecAsync(["echo", "still here"], Token)).Stdout.Should().Be("still here\n");
        await first.DisposeAsync();
        // Disposing a DockerEngine closes its connections and removes nothing from the engine.
        (await ContainersAsync("running")).Should().Equal(second.Id);
        await DockerCli.GetOutputAsync("rm", "-f", second.Id);
    }

    [DockerFact]
    public async Task Disposing_the_default_engine_has_no_effect()
    {
        await DockerEngine.Default.DisposeAsync();

        (await Image.Pull(Busybox).Run(Spec("echo", "on")).Output()).Should().Be("on\n");
    }
}
