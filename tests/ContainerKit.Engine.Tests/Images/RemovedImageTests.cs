namespace ContainerKit.Engine.Tests.Verbs.Images;

/// <summary>What the handle of an image does that was removed since: it says so.</summary>
public sealed class RemovedImageTests : EngineTest
{
    [DockerFact]
    public async Task It_cannot_be_run()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.RunAsync(Spec("true"), Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task It_cannot_be_tagged()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.TagAsync(Unique("again"), Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task It_cannot_be_pushed()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.PushAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task It_cannot_be_removed_again()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task It_cannot_be_inspected_or_saved()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.InspectAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
        await FluentActions.Awaiting(() => image.HistoryAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
        using var target = new MemoryStream();
        await FluentActions.Awaiting(() => image.SaveAsync(target, Token)).Should().ThrowAsync<ImageNotFoundException>();
        target.Length.Should().Be(0);
    }

    private async Task<Image> GoneAsync()
    {
        // A container's own file makes it an image of its own, which goes with its only name.
        var image = await Image.Pull(Busybox).Run(Spec("touch", "/x")).Do((container, token) => container.WaitAsync(token)).Commit(Unique("gone"));
        await image.RemoveAsync(Token);
        return image;
    }
}
