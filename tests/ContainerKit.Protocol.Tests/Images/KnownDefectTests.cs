using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

/// <summary>What was found wrong with pulls elsewhere in the field, each impossible here.</summary>
public sealed class KnownDefectTests : ProtocolTest
{
    private const string Words = "write /var/lib/docker/tmp/GetImageBlob1: no space left on device";

    [Fact(Timeout = 30_000)]
    public async Task A_pull_does_not_hide_that_the_disk_is_full()
    {
        // Its status is 200: the engine had begun.
        Script.On("POST /images/create", exchange => exchange.LinesAsync(
                """{"status":"Pulling from library/app","id":"latest"}""",
                $$"""{"errorDetail":{"message":"{{Words}}"},"error":"{{Words}}"}"""))
            .On("POST /containers/create", exchange => exchange.RefuseAsync(404, "No such image: app:latest"));

        // One that pulls because it was told to, and one that pulls because the image is missing.
        await FailsAsync(Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync);
        await FailsAsync(Image.Pull("app").Run("true").On(Engine).ExecuteAsync);

        static async Task FailsAsync(Func<CancellationToken, Task> chain) =>
            await FluentActions.Awaiting(() => chain(Token)).Should().ThrowAsync<ImageTransferException>().WithMessage($"Could not pull app:latest: *{Words}*");
    }
}
