using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

/// <summary>Regression tests for defects of pulls that are known from other libraries.</summary>
public sealed class KnownDefectTests : ProtocolTest
{
    private const string Message = "write /var/lib/docker/tmp/GetImageBlob1: no space left on device";

    [Fact(Timeout = 30_000)]
    public async Task A_pull_does_not_hide_that_the_disk_is_full()
    {
        // The status is 200, because the engine had already started the response.
        Script.On("POST /images/create", exchange => exchange.LinesAsync(
                """{"status":"Pulling from library/app","id":"latest"}""",
                $$"""{"errorDetail":{"message":"{{Message}}"},"error":"{{Message}}"}"""))
            .On("POST /containers/create", exchange => exchange.ErrorAsync(404, "No such image: app:latest"));

        // One plan always pulls; the other pulls because the image is missing.
        await ShouldFailAsync(Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync);
        await ShouldFailAsync(Image.Pull("app").Run("true").On(Engine).ExecuteAsync);

        static async Task ShouldFailAsync(Func<CancellationToken, Task> plan) =>
            await FluentActions.Awaiting(() => plan(Token)).Should().ThrowAsync<ImageTransferException>()
                .WithMessage($"Could not pull app:latest: *{Message}*");
    }
}
