using System.Text.Json;

namespace ContainerKit.Engine.Tests.Images;

public sealed class CommitTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task Commit_sets_the_author_and_message_of_the_image()
    {
        var image = await Sleeper.Commit(
            Unique("signed"), new CommitOptions { Author = "Ann O'Nym <ann@example.org>", Message = "what & why" });

        var inspected = await InspectAsync(image.Id);
        inspected.GetProperty("Author").GetString().Should().Be("Ann O'Nym <ann@example.org>");
        inspected.GetProperty("Comment").GetString().Should().Be("what & why");
    }

    [DockerFact]
    public async Task Commit_applies_changes_to_the_configuration_of_the_container()
    {
        var image = await Sleeper.Commit(Unique("changed"),
            new CommitOptions { Changes = ["CMD [\"echo\", \"new & shiny\"]", "ENV WORD=hi", "WORKDIR /tmp"] });

        var config = (await InspectAsync(image.Id)).GetProperty("Config");
        Texts(config.GetProperty("Cmd")).Should().Equal("echo", "new & shiny");
        Texts(config.GetProperty("Env")).Should().Contain("WORD=hi").And.Contain(variable => variable.StartsWith("PATH="));
        (await image.RunAsync(Spec("sh", "-c", "echo $WORD; pwd"), Token).ThenOutputAsync()).Should().Be("hi\n/tmp\n");
    }

    [DockerFact]
    public async Task Commit_with_an_invalid_change_throws_EngineApiException_and_leaves_nothing()
    {
        var plan = Sleeper.Commit(Unique("malformed"), new CommitOptions { Changes = ["NOSUCH instruction"] });

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<EngineApiException>();

        failure.Which.EngineMessage.Should().ContainEquivalentOf("NOSUCH");
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Commit_without_a_pause_succeeds()
    {
        await using var container = await SleeperAsync();
        await container.ExecAsync(["touch", "/x"], Token);

        var image = await container.CommitAsync(Unique("unpaused"), new CommitOptions { Pause = false }, Token);

        (await image.RunAsync(Spec("ls", "/x"), Token).ThenOutputAsync()).Should().Be("/x\n");
        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    public async Task Exited_container_can_be_committed()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("touch", "/x"));
        await container.WaitAsync(Token);

        var image = await container.CommitAsync(Unique("exited"), Token);

        (await image.RunAsync(Spec("ls", "/x"), Token).ThenOutputAsync()).Should().Be("/x\n");
    }

    [DockerFact]
    public async Task Committing_a_removed_container_throws_ContainerNotFound()
    {
        var container = await SleeperAsync();
        await container.DisposeAsync();

        await FluentActions.Awaiting(() => container.CommitAsync(Unique("gone"), Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
        (await ImagesAsync()).Should().BeEmpty();
    }

    [DockerFact]
    [Requires(EngineFeature.DockerImageSettings)]
    public async Task Committed_configuration_equals_that_of_docker_commit()
    {
        // The image has every setting that a commit could lose. Neither busybox nor nginx has all of them.
        string[] changes =
        [
            "ENTRYPOINT [\"env\"]", "CMD [\"sleep\", \"infinity\"]", "EXPOSE 80/tcp 53/udp", "VOLUME /data", "USER 1234:4321",
            "WORKDIR /tmp", "ENV A=1", "LABEL team=blue", "HEALTHCHECK --interval=1h --retries=7 CMD true", "ONBUILD RUN true",
        ];
        await using var container = await Sleeper.Commit(Unique("rich"), new CommitOptions { Changes = changes })
            .Run(Spec() with { Customize = AddSettings });

        var ours = await container.CommitAsync(Unique("ours"), Token);
        await DockerCli.GetOutputAsync("commit", container.Id, Unique("theirs"));

        var (actual, expected) = (await ConfigAsync(ours.Id), await ConfigAsync(Unique("theirs")));
        actual.Should().Equal(expected);
        actual.Should().ContainKeys("Healthcheck", "Volumes", "Entrypoint", "ExposedPorts")
            .And.Contain("StopSignal", "\"SIGQUIT\"").And.Contain("User", "\"1234:4321\"").And.ContainKeys("Shell", "OnBuild");
        // Images have these options before API 1.50 (Docker 28), so there a commit could lose them.
        // https://github.com/moby/moby/pull/48457
        foreach (var (option, value) in (ReadOnlySpan<(string, string)>)[("StopTimeout", "7"), ("Tty", "true"), ("Hostname", "\"rich\"")])
        {
            if (expected.ContainsKey(option)) actual.Should().Contain(option, value);
        }

        // Sets options of the container that the image does not have.
        static void AddSettings(Docker.DotNet.Models.CreateContainerParameters request)
        {
            request.StopSignal = "SIGQUIT";
            request.StopTimeout = TimeSpan.FromSeconds(7);
            request.Shell = ["/bin/sh", "-ec"];
            request.Hostname = "rich";
            request.Tty = true;
            request.OpenStdin = true;
        }
    }

    [DockerFact]
    [Requires(EngineFeature.DockerImageSettings)]
    public async Task Commit_with_changes_equals_docker_commit_with_the_same_changes()
    {
        await using var container = await Image.Pull("nginx").Run(Spec());
        string[] changes =
        [
            "CMD [\"nginx\", \"-v\"]", "ENV A=1 B=2", "EXPOSE 8080", "LABEL a=b", "VOLUME /more", "USER nobody", "WORKDIR /srv",
            "ONBUILD RUN true", "HEALTHCHECK NONE",
        ];

        var ours = await container.CommitAsync(
            Unique("ours"), new CommitOptions { Changes = changes, Author = "a", Message = "m" }, Token);
        var arguments = changes.SelectMany(change => (string[])["--change", change]);
        await DockerCli.GetOutputAsync(["commit", "--author", "a", "--message", "m", .. arguments, container.Id, Unique("theirs")]);

        (await ConfigAsync(ours.Id)).Should().Equal(await ConfigAsync(Unique("theirs")));
        var (actual, expected) = (await InspectAsync(ours.Id), await InspectAsync(Unique("theirs")));
        foreach (var part in (string[])["Author", "Comment", "Architecture", "Os", "Parent", "Container"])
            Text(actual, part).Should().Be(Text(expected, part), part);

        // Since API 1.45 (Docker 26) the answer has no Container, and the containerd store has no Parent.
        // https://github.com/moby/moby/pull/47430
        static string? Text(JsonElement image, string part) => image.TryGetProperty(part, out var value) ? value.ToString() : null;
    }

    [DockerFact]
    [Requires(EngineFeature.PastEvents, EngineFeature.Cgroups)]
    public async Task Commit_pauses_the_container_unless_Pause_is_false()
    {
        await using var container = await SleeperAsync();
        var start = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        await container.CommitAsync(Unique("paused"), Token);
        (await PausesAsync()).Should().Equal("pause", "unpause");
        await container.CommitAsync(Unique("moving"), new CommitOptions { Pause = false }, Token);
        (await PausesAsync()).Should().Equal("pause", "unpause");

        async Task<string[]> PausesAsync() => (await DockerCli.GetOutputAsync(
            "events", "--since", $"{start}", "--until", $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1}",
            "--filter", $"container={container.Id}", "--format", "{{.Action}}"))
            .Split('\n', StringSplitOptions.TrimEntries).Where(action => action is "pause" or "unpause").ToArray();
    }

    [DockerFact]
    public async Task Committed_image_names_no_session_in_its_labels()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Labels = new Dictionary<string, string>(Mark) { ["team"] = "blue" } });

        var image = await container.CommitAsync(Unique("labels"), Token);

        // The engine merges the labels of the container into those of the image, so a commit can empty labels but not
        // remove them.
        var labels = (await InspectAsync(image.Id)).GetProperty("Config").GetProperty("Labels").EnumerateObject().ToList();
        labels.Where(label => label.Name.StartsWith("containerkit."))
            .Should().OnlyContain(label => label.Value.GetString() == "");
        labels.Should().Contain(label => label.Name == "team" && label.Value.GetString() == "blue");
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString());

    // Excludes the labels of the library, because docker commit copies them with their values.
    private static async Task<Dictionary<string, string>> ConfigAsync(string image)
    {
        var config = (await InspectAsync(image)).GetProperty("Config");
        var parts = config.EnumerateObject()
            .Where(part => part.Name != "Labels").ToDictionary(part => part.Name, part => part.Value.GetRawText());
        var labels = config.GetProperty("Labels").EnumerateObject();
        foreach (var label in labels.Where(label => !label.Name.StartsWith("containerkit.")))
            parts["Labels." + label.Name] = label.Value.GetRawText();
        return parts;
    }
}
