namespace ContainerKit.Engine.Tests.Images;

/// <summary>Operations on the handle of a removed image.</summary>
public sealed class RemovedImageTests : EngineTest
{
    [DockerFact]
    public async Task Running_a_removed_image_throws_ImageNotFound()
    {
        var image = await RemovedImageAsync();

        await FluentActions.Awaiting(() => image.RunAsync(Spec("true"), Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task Tagging_a_removed_image_throws_ImageNotFound()
    {
        var image = await RemovedImageAsync();

        await FluentActions.Awaiting(() => image.TagAsync(Unique("again"), Token))
            .Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task Pushing_a_removed_image_throws_ImageNotFound()
    {
        var image = await RemovedImageAsync();

        await FluentActions.Awaiting(() => image.PushAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task Removing_an_image_twice_throws_ImageNotFound()
    {
        var image = await RemovedImageAsync();

        await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task Inspecting_or_saving_a_removed_image_throws_ImageNotFound()
    {
        var image = await RemovedImageAsync();

        await FluentActions.Awaiting(() => image.InspectAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
        await FluentActions.Awaiting(() => image.HistoryAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
        using var target = new MemoryStream();
        await FluentActions.Awaiting(() => image.SaveAsync(target, Token)).Should().ThrowAsync<ImageNotFoundException>();
        target.Length.Should().Be(0);
    }

    private async Task<Image> RemovedImageAsync()
    {
        // The file makes the commit a distinct image, which is deleted with its only name.
        var image = await Image.Pull(Busybox)
            .Run(Spec("touch", "/x")).Do((container, token) => container.WaitAsync(token)).Commit(Unique("gone"));
        await image.RemoveAsync(Token);
        return image;
    }
}
