namespace ContainerKit.Engine.Tests.Verbs.Plans;

/// <summary>What is said of a chain as a whole: keep on failure, progress, the engine.</summary>
public sealed class OptionsTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task KeepOnFailure_keeps_the_container_and_names_it()
    {
        var name = Unique("kept");
        var chain = Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = name }).Exec("sh", "-c", "echo look > /here; false").KeepOnFailure();

        var failure = await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.RemainingResources.Should().ContainSingle().Which.Should().Contain(name);
        failure.Which.Message.Should().Contain(name).And.Contain("KeepOnFailure");
        failure.Which.RemovedResources.Should().BeEmpty();
        (await DockerCli.AskAsync("exec", name, "cat", "/here")).Should().Be("look");
        await DockerCli.AskAsync("rm", "-f", name);
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
        var news = new ProgressRecorder();

        await Sleeper.Exec("true").Commit(Unique("progress")).WithProgress(news);

        string[] steps = ["run sleep infinity", "exec true", $"commit {Unique("progress")}:latest"];
        news.Steps(PlanProgressKind.Started).Should().Equal(steps);
        news.Steps(PlanProgressKind.Finished).Should().Equal(steps);
        news.All.Where(one => one.Kind == PlanProgressKind.Finished).Should().OnlyContain(one => one.Elapsed > TimeSpan.Zero);
    }

    [DockerFact]
    public async Task Progress_reports_transfers_between_start_and_finish_of_a_pull()
    {
        var news = new ProgressRecorder();

        await Image.Pull(Busybox, PullPolicy.Always).Run(Spec("true")).ToCompletion().WithProgress(news);

        var kinds = news.All.Where(one => one.Step == "pull busybox:latest").Select(one => one.Kind).ToList();
        kinds[0].Should().Be(PlanProgressKind.Started);
        kinds[^1].Should().Be(PlanProgressKind.Finished);
        kinds[1..^1].Should().NotBeEmpty().And.OnlyContain(kind => kind == PlanProgressKind.Transfer);
        news.All.Where(one => one.Kind == PlanProgressKind.Transfer).Should().OnlyContain(one => one.Status!.Length > 0);
    }

    [DockerFact]
    public async Task Progress_of_a_failed_step_reports_its_start_and_no_finish()
    {
        var news = new ProgressRecorder();

        await FluentActions.Awaiting(() => Sleeper.Exec("false").WithProgress(news).ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        news.Steps(PlanProgressKind.Started).Should().Equal("run sleep infinity", "exec false");
        news.Steps(PlanProgressKind.Finished).Should().Equal("run sleep infinity");
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
        await using var stays = new DockerEngine();
        var gone = new DockerEngine();
        var (first, second) = await Plan.All(Sleeper.On(stays), Sleeper.On(gone));

        await gone.DisposeAsync();

        (await first.ExecAsync(["echo", "still here"], Token)).Stdout.Should().Be("still here\n");
        await first.DisposeAsync();
        // Disposing an engine closes connections and leaves what is on the engine alone.
        (await ContainersAsync("running")).Should().Equal(second.Id);
        await DockerCli.AskAsync("rm", "-f", second.Id);
    }

    [DockerFact]
    public async Task Disposing_the_default_engine_has_no_effect()
    {
        await DockerEngine.Default.DisposeAsync();

        (await Image.Pull(Busybox).Run(Spec("echo", "on")).Output()).Should().Be("on\n");
    }
}
