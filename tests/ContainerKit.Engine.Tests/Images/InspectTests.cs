namespace ContainerKit.Engine.Tests.Images;

public sealed class InspectTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.DockerImageSettings)]
    public async Task Inspecting_an_image_returns_its_whole_configuration()
    {
        var spec = Spec("sleep", "infinity") with { Customize = request => request.StopSignal = "SIGQUIT" };
        var image = await Image.Pull(Busybox).Run(spec).Commit(Unique("rich"), new CommitOptions
        {
            Author = "Ann",
            Message = "rich",
            Changes =
            [
                "ENTRYPOINT [\"env\"]", "CMD [\"sleep\", \"infinity\"]", "EXPOSE 80/tcp 53/udp", "VOLUME /data",
                "USER 1234:4321", "WORKDIR /tmp", "ENV A=1=2", "LABEL team=blue",
                "HEALTHCHECK --interval=90s --timeout=2s --retries=7 CMD true",
            ],
        });

        var details = await image.InspectAsync(Token);

        details.Id.Should().Be(image.Id);
        details.Tags.Should().Equal(Unique("rich") + ":latest");
        (details.Author, details.Comment).Should().Be(("Ann", "rich"));
        details.Command.Should().Equal("sleep", "infinity");
        details.Entrypoint.Should().Equal("env");
        details.Environment.Should().Contain("A", "1=2").And.ContainKey("PATH");
        details.Ports.Should().BeEquivalentTo([new ExposedPort(80, PortProtocol.Tcp), new ExposedPort(53, PortProtocol.Udp)]);
        details.Volumes.Should().Equal("/data");
        details.Labels.Should().Contain("team", "blue");
        (details.User, details.WorkingDirectory, details.StopSignal).Should().Be(("1234:4321", "/tmp", "SIGQUIT"));
        details.HealthCheck!.Test.Should().Equal("CMD-SHELL", "true");
        (details.HealthCheck.Interval, details.HealthCheck.Timeout, details.HealthCheck.StartPeriod, details.HealthCheck.Retries)
            .Should().Be((TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(2), null, 7));
        var expected = await InspectAsync(image.Id);
        (details.Architecture, details.OperatingSystem, details.SizeBytes)
            .Should().Be((
                expected.GetProperty("Architecture").GetString()!,
                expected.GetProperty("Os").GetString()!,
                expected.GetProperty("Size").GetInt64()));
        var layers = expected.GetProperty("RootFS").GetProperty("Layers").EnumerateArray();
        details.Layers.Should().Equal(layers.Select(layer => layer.GetString()!));
        details.CreatedAt.Should().NotBeNull();
        details.ToString().Should().Contain(Unique("rich")).And.Contain("linux/").And.NotContain("1=2");
    }

    [DockerFact]
    [Requires(EngineFeature.DockerImageSettings)]
    public async Task Image_history_equals_that_of_the_Docker_CLI()
    {
        var image = await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Exec("touch", "/x").Commit(Unique("history"), new CommitOptions { Message = "one more" });

        var history = await image.HistoryAsync(Token);

        var expected = (await DockerCli.GetOutputAsync(
            "history", "--no-trunc", "--human=false", "--format", "{{.CreatedBy}}|{{.Size}}|{{.Comment}}", image.Id)).Split('\n');
        history.Select(step => $"{step.CreatedBy}|{step.SizeBytes}|{step.Comment}")
            .Should().Equal(expected.Select(line => line.TrimEnd('\r')));
        history[0].Id.Should().Be(image.Id);
        history[0].Tags.Should().Equal(Unique("history") + ":latest");
        history[0].Comment.Should().Be("one more");
        history[0].CreatedAt.Should().NotBeNull();
    }
}
