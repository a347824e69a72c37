namespace ContainerKit.Engine.Tests.Builds;

/// <summary>The exceptions of failed builds.</summary>
public sealed class FailureTests : BuildTest
{
    [DockerFact]
    public async Task Failed_build_step_reports_its_number_instruction_exit_code_and_output()
    {
        var failure = await FailsAsync(BuildSpec.FromText(OnBusybox("RUN echo out; echo err >&2; exit 3")));

        failure.StepNumber.Should().Be(3);
        failure.Instruction.Should().Be("RUN echo out; echo err >&2; exit 3");
        failure.ExitCode.Should().Be(3);
        failure.Output.Should().Contain("out").And.Contain("err").And.NotContain("\u001b");
        failure.Message.Should().StartWith(
            "Could not build from text: step 3 of 3, `RUN echo out; echo err >&2; exit 3` ended with exit code 3.\noutput:\n");
        failure.Step.Should().Be("build from text");
    }

    [DockerFact]
    public async Task Build_argument_values_do_not_appear_in_errors()
    {
        var spec = BuildSpec.FromText(OnBusybox("ARG TOKEN\nRUN test $TOKEN = x || exit 9"))
            with
        { Arguments = new Dictionary<string, string> { ["TOKEN"] = PlantedSecrets.BuildArgument } };

        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            var failure = await FailsAsync(spec with { Builder = builder });

            failure.ExitCode.Should().Be(9, failure.ToString());
            $"{failure} {failure.Instruction} {spec}".Should().NotContain(PlantedSecrets.BuildArgument);
        }
    }

    [DockerFact]
    public async Task Invalid_Dockerfile_throws_with_the_line_number()
    {
        var failure = await FailsAsync(BuildSpec.FromText(OnBusybox("FOO bar")));

        failure.Message.Should().Contain("FOO");
        // Podman does not report the line.
        if (await EngineFeatures.HasAsync(EngineFeature.BuildKit)) failure.Message.Should().Contain("line 3");
        failure.StepNumber.Should().BeNull();
    }

    [DockerFact]
    public async Task Build_that_copies_an_ignored_file_throws_with_its_name()
    {
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY secret.txt /"))
            .With("secret.txt", "x").With(".dockerignore", "secret.txt\n");

        var failure = await FailsAsync(new BuildSpec(folder.Path));

        failure.Instruction.Should().Be("COPY secret.txt /");
        failure.Message.Should().Contain("secret.txt").And.Contain(".dockerignore");
        failure.ExitCode.Should().BeNull();
    }

    [DockerFact]
    public async Task Build_on_a_missing_base_image_throws_with_its_name()
    {
        var failure = await FailsAsync(BuildSpec.FromText($"FROM {Unique("no-such-base")}\n"));

        failure.Message.Should().Contain(Unique("no-such-base"));
        failure.Instruction.Should().StartWith("FROM ");
    }

    [DockerFact]
    public async Task Missing_build_folder_or_Dockerfile_throws_with_its_path()
    {
        using var folder = new TemporaryFolder();

        (await FailsAsync(new BuildSpec(folder.At("none")))).Message.Should().Contain("there is no folder")
            .And.Contain(folder.At("none"));
        (await FailsAsync(new BuildSpec(folder.Path))).Message.Should().Contain("there is no Dockerfile")
            .And.Contain(folder.At("Dockerfile"));
        (await FailsAsync(new BuildSpec(folder.Path) { Dockerfile = "Other" })).Message.Should().Contain(folder.At("Other"));
    }

    [DockerFact]
    public async Task Exception_in_OnLine_of_a_build_is_rethrown_unchanged()
    {
        var spec = BuildSpec.FromText(OnBusybox("RUN true")) with { OnLine = _ => throw new InvalidOperationException("mine") };

        await FluentActions.Awaiting(() => Image.Build(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("mine");
    }
}
