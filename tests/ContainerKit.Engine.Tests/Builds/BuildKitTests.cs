namespace ContainerKit.Engine.Tests.Builds;

/// <summary>Builds with the BuildKit of the engine.</summary>
public sealed class BuildKitTests : BuildTest
{
    [DockerFact]
    [Requires(EngineFeature.BuildKit)]
    public async Task Dockerfile_that_needs_BuildKit_is_built_with_BuildKit()
    {
        var dockerfile = OnBusybox(
            "COPY --chmod=751 a.txt /\nRUN --mount=type=cache,target=/cache echo cached > /cache/x && cp /cache/x /x");
        using var folder = new TemporaryFolder().With("Dockerfile", dockerfile).With("a.txt", "a");
        var (progress, lines) = (new ProgressRecorder(), new List<string>());
        var spec = new BuildSpec(folder.Path)
        {
            NoCache = true,
            OnLine = lines.Add,
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
        };

        var output = await Image.Build(spec)
            .Run(Spec("sh", "-c", "cat /x; stat -c %a /a.txt")).Output().WithProgress(progress).ExecuteAsync(Token);

        output.Should().Be("cached\n751\n");
        lines.Should().Contain(line => line.Contains("/3] RUN --mount=type=cache"));
        progress.All.Should().Contain(report => report.Kind == PlanProgressKind.BuildStep && report.BuildStep == 3
            && report.BuildSteps == 3 && report.Line!.StartsWith("RUN --mount", StringComparison.Ordinal));
        (await MarkedAsync()).Should().BeEmpty();
    }

    [DockerFact]
    [Requires(EngineFeature.BuildKit)]
    public async Task Failed_BuildKit_step_reports_the_same_as_the_classic_builder()
    {
        var failure = await FailsAsync(BuildSpec.FromText(OnBusybox("RUN echo out; echo err >&2; exit 3"))
            with
        { Builder = BuilderKind.BuildKit });

        (failure.StepNumber, failure.ExitCode, failure.Instruction).Should().Be((2, 3, "RUN echo out; echo err >&2; exit 3"));
        failure.Output.Should().Contain("out").And.Contain("err");
        failure.Message.Should().Contain("`RUN echo out; echo err >&2; exit 3` ended with exit code 3.");
    }

    [DockerFact]
    [Requires(EngineFeature.BuildKit)]
    public async Task Classic_builder_throws_with_a_hint_at_BuildKit_for_a_BuildKit_feature()
    {
        var failure = await FailsAsync(BuildSpec.FromText(OnBusybox("RUN --mount=type=cache,target=/c true"))
            with
        { Builder = BuilderKind.Classic });

        failure.Message.Should().Contain("BuilderKind.BuildKit");
    }

    [DockerFact]
    public async Task Here_document_is_built_or_rejected_with_a_hint()
    {
        var spec = BuildSpec.FromText(OnBusybox("RUN <<EOF\necho here > /here\nEOF\n"));
        var isSupported = await EngineFeatures.HasAsync(EngineFeature.HereDocuments);

        if (isSupported) (await Image.Build(spec).Run(Spec("cat", "/here")).Output().ExecuteAsync(Token)).Should().Be("here\n");
        else (await FailsAsync(spec)).Message.Should().Contain("here-document").And.Contain("23.0");
    }

    [DockerFact]
    public async Task Canceled_BuildKit_build_leaves_no_tag()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var spec = BuildSpec.FromText(OnBusybox("RUN echo begun; sleep 3600")) with
        {
            Builder = BuilderKind.BuildKit,
            Tags = [Unique("canceled")],
            NoCache = true,
            OnLine = line => { if (line == "begun") cancel.Cancel(); },
        };

        await FluentActions.Awaiting(() => Image.Build(spec).ExecuteAsync(cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await DockerCli.ExistsAsync(Unique("canceled"))).Should().BeFalse();
    }

    [DockerFact]
    [Requires(EngineFeature.BuildKit)]
    public async Task Outputs_of_parallel_BuildKit_steps_are_kept_separate()
    {
        var spec = BuildSpec.FromText($"""
            FROM {Busybox} AS one
            {MarkLine}RUN for i in 1 2 3; do echo from one $i; sleep 0.1; done
            FROM {Busybox} AS two
            {MarkLine}RUN for i in 1 2 3; do echo from two $i; sleep 0.1; done; exit 5
            FROM {Busybox}
            COPY --from=one /etc/passwd /one
            COPY --from=two /etc/passwd /two
            """) with { Builder = BuilderKind.BuildKit, NoCache = true };

        var failure = await FailsAsync(spec);

        failure.Output.Should().Be("from two 1\nfrom two 2\nfrom two 3");
        failure.ExitCode.Should().Be(5);
    }
}
