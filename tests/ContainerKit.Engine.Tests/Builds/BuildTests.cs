namespace ContainerKit.Engine.Tests.Builds;

/// <summary>Builds from folders and from text with the classic builder.</summary>
public sealed class BuildTests : BuildTest
{
    [DockerFact]
    public async Task Build_of_a_folder_creates_an_image_with_arguments_labels_and_tags()
    {
        using var folder = new TemporaryFolder().With("page.txt", "hello\n").With("Dockerfile", OnBusybox("""
            ARG VERSION=0
            RUN echo "version $VERSION" > /version
            COPY page.txt /www/
            CMD ["cat", "/version", "/www/page.txt"]
            """));
        var lines = new List<string>();

        var image = await Image.Build(new BuildSpec(folder.Path)
        {
            Tags = [Unique("app") + ":1", Unique("app") + ":latest"],
            Arguments = new Dictionary<string, string> { ["VERSION"] = "7" },
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
            OnLine = lines.Add,
        }).ExecuteAsync(Token);

        image.Reference.ToString().Should().Be(Unique("app") + ":1");
        var inspected = await InspectAsync(Unique("app") + ":latest");
        inspected.GetProperty("Id").GetString().Should().Be(image.Id);
        inspected.GetProperty("Config").GetProperty("Labels").GetProperty("team").GetString().Should().Be("blue");
        (await DockerCli.GetOutputAsync("run", "--rm", image.Id)).Should().Be("version 7\nhello");
        // Docker: "Step 1/7 : FROM", Podman: "STEP 1/7: FROM".
        var steps = lines.Select(line => line.Replace(" : ", ": ", StringComparison.Ordinal)).ToList();
        steps[0].Should().BeEquivalentTo("Step 1/7: FROM busybox");
        steps.Should().Contain(line => line.Equals("Step 5/7: COPY page.txt /www/", StringComparison.OrdinalIgnoreCase));
    }

    [DockerFact]
    public async Task Build_from_text_needs_no_folder()
    {
        (await Image.Build(BuildSpec.FromText(OnBusybox("RUN echo hi > /hi")))
            .Run(Spec("cat", "/hi")).Output().ExecuteAsync(Token)).Should().Be("hi\n");
    }

    [DockerFact]
    public async Task Build_context_excludes_a_Dockerfile_from_text_or_from_outside_the_folder()
    {
        using var folder = new TemporaryFolder().With("app/a.txt", "a")
            .With("other/My.Dockerfile", OnBusybox("COPY . /all\nCMD [\"ls\", \"-A\", \"/all\"]"));
        var outside = new BuildSpec(folder.At("app")) { Dockerfile = "../other/My.Dockerfile" };
        var text = BuildSpec.FromText(OnBusybox("COPY . /all\nCMD [\"ls\", \"-A\", \"/all\"]"), folder.At("app"));

        (await Image.Build(outside).Run(Spec()).Output().ExecuteAsync(Token)).Should().Be("a.txt\n");
        (await Image.Build(text).Run(Spec()).Output().ExecuteAsync(Token)).Should().Be("a.txt\n");
    }

    [DockerFact]
    public async Task Build_context_keeps_modes_links_and_empty_folders()
    {
        using var folder = new TemporaryFolder()
            .With("run.sh", "#!/bin/sh\necho ran\n").With("Dockerfile", OnBusybox("COPY . /all"));
        Directory.CreateDirectory(folder.At("empty"));
        File.CreateSymbolicLink(folder.At("dangling"), "no/where");
        Directory.CreateSymbolicLink(folder.At("folder"), "empty");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.At("run.sh"), (UnixFileMode)0b111_101_000);

        const string Script =
            "/all/run.sh; readlink /all/dangling; readlink /all/folder; stat -c '%a %u:%g %F' /all/run.sh /all/empty";
        var output = await Image.Build(folder.Path).Run(Spec("sh", "-c", Script)).Output().ExecuteAsync(Token);

        output.Should().StartWith("ran\nno/where\nempty\n750 0:0 regular file\n").And.EndWith("0:0 directory\n");
    }

    [DockerFact]
    public async Task Build_target_is_built_without_later_stages()
    {
        var spec = BuildSpec.FromText($"FROM {Busybox} AS first\n{MarkLine}RUN echo first > /stage\nFROM first\nRUN exit 1\n")
            with
        { Target = "first" };

        (await Image.Build(spec).Run(Spec("cat", "/stage")).Output().ExecuteAsync(Token)).Should().Be("first\n");
    }

    [DockerFact]
    public async Task Build_with_NoCache_runs_every_step_again()
    {
        var spec = BuildSpec.FromText(OnBusybox("RUN cat /proc/sys/kernel/random/uuid > /random"))
            with
        { Tags = [Unique("random")] };
        var first = await Image.Build(spec).ExecuteAsync(Token);

        (await Image.Build(spec).ExecuteAsync(Token)).Id.Should().Be(first.Id);
        (await Image.Build(spec with { NoCache = true }).ExecuteAsync(Token)).Id.Should().NotBe(first.Id);
        await DockerCli.GetOutputAsync("rmi", first.Id);
    }

    [DockerFact]
    public async Task Build_progress_reports_each_step_and_its_output()
    {
        var progress = new ProgressRecorder();

        await DockerEngine.Default.ConnectAsync(Token);
        var spec = BuildSpec.FromText(OnBusybox("RUN echo one; echo two >&2")) with { NoCache = true };
        await Image.Build(spec).Run(Spec("true")).ToCompletion().WithProgress(progress).ExecuteAsync(Token);

        var steps = progress.All.Where(report => report.Kind == PlanProgressKind.BuildStep).ToList();
        steps.Select(report => (report.BuildStep, report.BuildSteps)).Should().Equal((1, 3), (2, 3), (3, 3));
        steps[2].Line.Should().Be("RUN echo one; echo two >&2");
        progress.All.Where(report => report.Kind == PlanProgressKind.BuildOutput && report.BuildStep == 3)
            .Select(report => report.Line).Should().BeEquivalentTo("one", "two");
        progress.All.Select(report => report.Step).Distinct().First().Should().Be("build from text");
    }

    [DockerFact]
    public async Task Build_with_a_large_context_uses_little_memory()
    {
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY Dockerfile /"));
        using (var large = File.Create(folder.At("large.bin"))) large.SetLength(200 << 20);
        using var pause = await ProcessSampler.PauseAsync(Token);
        var before = GC.GetTotalAllocatedBytes();

        await Image.Build(folder.Path).Run(Spec("true")).ToCompletion().ExecuteAsync(Token);

        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(20 << 20);
    }
}
