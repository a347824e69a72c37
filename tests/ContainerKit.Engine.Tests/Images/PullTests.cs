namespace ContainerKit.Engine.Tests.Verbs.Images;

public sealed class PullTests : EngineTest
{
    [DockerFact]
    public async Task A_pull_gives_the_image_by_the_name_it_was_asked_by()
    {
        var image = await Image.Pull("nginx:1.22");

        image.Reference.ToString().Should().Be("nginx:1.22");
        (await DockerCli.AskAsync("image", "inspect", "--format", "{{.Id}}", "nginx:1.22")).Should().Be(image.Id);
    }

    [DockerFact]
    public async Task An_image_of_unknown_name_is_not_found()
    {
        var failure = await FluentActions.Awaiting(() => Image.Pull(Unique("no-such-image")).ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();

        failure.Which.Image.Should().Be(Unique("no-such-image") + ":latest");
        failure.Which.Message.Should().Contain(Unique("no-such-image"));
        failure.Which.Step.Should().StartWith("pull ");
    }

    [DockerFact]
    public async Task An_image_of_unknown_tag_is_not_found()
    {
        var failure = await FluentActions.Awaiting(() => Image.Pull("busybox:no-such-tag").ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();

        failure.Which.Message.Should().Contain("'no-such-tag'").And.Contain("busybox");
    }

    [DockerFact]
    public async Task A_run_of_an_unknown_image_tells_the_same()
    {
        var chain = Image.Pull(Unique("no-such-image")).Run(Spec("true"));

        await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task A_local_image_that_is_missing_is_not_asked_for_anywhere()
    {
        var news = new ProgressRecorder();
        var chain = Image.Local(Unique("local")).Run(Spec("true")).WithProgress(news);

        var failure = await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();

        failure.Which.Message.Should().Contain("Image.Pull");
        news.All.Should().NotContain(one => one.Kind == PlanProgressKind.Transfer);
    }

    [DockerFact]
    public async Task A_local_image_that_is_there_runs()
    {
        await Image.Pull(Busybox).Tag(Unique("local"));

        (await Image.Local(Unique("local")).Run(Spec("echo", "hi")).Output()).Should().Be("hi\n");
    }

    [DockerFact]
    public async Task A_registry_that_does_not_listen_is_unavailable()
    {
        var registry = $"127.0.0.1:{FreePort.Find()}";

        var failure = await FluentActions.Awaiting(() => Image.Pull($"{registry}/some/image:1").ExecuteAsync(Token)).Should().ThrowAsync<RegistryUnavailableException>();

        failure.Which.Registry.Should().Be(registry);
        failure.Which.Message.Should().Contain(registry);
    }
}
