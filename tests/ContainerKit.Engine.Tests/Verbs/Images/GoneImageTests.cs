namespace ContainerKit.Engine.Tests.Verbs.Images;

/// <summary>What the handle of an image does that was removed since: it says so.</summary>
public sealed class GoneImageTests : EngineTest
{
    [EngineFact]
    public async Task It_cannot_be_run()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.RunAsync(Spec("true"), Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [EngineFact]
    public async Task It_cannot_be_tagged()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.TagAsync(Unique("again"), Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [EngineFact]
    public async Task It_cannot_be_pushed()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.PushAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [EngineFact]
    public async Task It_cannot_be_removed_again()
    {
        var image = await GoneAsync();

        await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [EngineFact]
    public async Task An_image_that_a_container_uses_is_not_removed()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("touch", "/x")).Do((container, token) => container.WaitAsync(token))
            .Commit(Unique("used")).Run(Spec("sleep", "infinity"));
        var image = await Image.Local(Unique("used"));

        var failure = await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<EngineErrorException>();

        failure.Which.EngineMessage.Should().Contain(container.ShortId);
    }

    private async Task<Image> GoneAsync()
    {
        // A container's own file makes it an image of its own, which goes with its only name.
        var image = await Image.Pull(Busybox).Run(Spec("touch", "/x")).Do((container, token) => container.WaitAsync(token)).Commit(Unique("gone"));
        await image.RemoveAsync(Token);
        return image;
    }
}
