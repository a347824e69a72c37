namespace ContainerKit.Engine.Tests.Images;

public sealed class PullTests : EngineTest
{
    [DockerFact]
    public async Task Pull_returns_the_image_under_the_requested_name()
    {
        var image = await Image.Pull("nginx:1.22");

        image.Reference.ToString().Should().Be("nginx:1.22");
        (await DockerCli.GetOutputAsync("image", "inspect", "--format", "{{.Id}}", "nginx:1.22")).Should().Be(image.Id);
    }

    [DockerFact]
    public async Task Pull_of_an_unknown_name_throws_ImageNotFound()
    {
        var failure = await FluentActions.Awaiting(() => Image.Pull(Unique("no-such-image")).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();

        failure.Which.Image.Should().Be(Unique("no-such-image") + ":latest");
        failure.Which.Message.Should().Contain(Unique("no-such-image"));
        failure.Which.Step.Should().StartWith("pull ");
    }

    [DockerFact]
    public async Task Pull_of_an_unknown_tag_throws_ImageNotFound()
    {
        var failure = await FluentActions.Awaiting(() => Image.Pull("busybox:no-such-tag").ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();

        failure.Which.Message.Should().Contain("'no-such-tag'").And.Contain("busybox");
    }

    [DockerFact]
    public async Task Run_of_an_unknown_image_throws_ImageNotFound()
    {
        var plan = Image.Pull(Unique("no-such-image")).Run(Spec("true"));

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task Missing_local_image_throws_ImageNotFound_without_a_pull()
    {
        var progress = new ProgressRecorder();
        var plan = Image.Local(Unique("local")).Run(Spec("true")).WithProgress(progress);

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();

        failure.Which.Message.Should().Contain("Image.Pull");
        progress.All.Should().NotContain(report => report.Kind == PlanProgressKind.Transfer);
    }

    [DockerFact]
    public async Task Local_image_can_be_run()
    {
        await Image.Pull(Busybox).Tag(Unique("local"));

        (await Image.Local(Unique("local")).Run(Spec("echo", "hi")).Output()).Should().Be("hi\n");
    }

    [DockerFact]
    public async Task Pull_from_a_registry_that_does_not_listen_throws_RegistryUnavailable()
    {
        var registry = $"127.0.0.1:{FreePort.Find()}";

        var failure = await FluentActions.Awaiting(() => Image.Pull($"{registry}/some/image:1").ExecuteAsync(Token))
            .Should().ThrowAsync<RegistryUnavailableException>();

        failure.Which.Registry.Should().Be(registry);
        failure.Which.Message.Should().Contain(registry);
    }
}
