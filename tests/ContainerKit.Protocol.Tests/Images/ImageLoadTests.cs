using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

/// <summary>Image loads with failures that no engine produces on demand.</summary>
public sealed class ImageLoadTests : ProtocolTest
{
    public ImageLoadTests() => Script.On("GET /images/json", exchange => exchange.JsonAsync(200, "[]"));

    [Fact(Timeout = 30_000)]
    public async Task Images_loaded_before_a_load_error_are_removed()
    {
        Script.On("POST /images/load", exchange => exchange.LinesAsync(
            """{"stream":"Loaded image: app:1\n"}""",
            """{"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}"""));
        Script.On("DELETE /images/*", exchange => exchange.JsonAsync(200, "[]"));

        var failure = await FluentActions.Awaiting(() => Engine.LoadImagesAsync(new MemoryStream([1]), Token))
            .Should().ThrowAsync<ImageTransferException>();

        failure.Which.Message.Should().Contain("no space left on device").And.Contain("Cleaned up: image app:1");
        Script.Requests.Should().Contain(request => request.ToString() == "DELETE /images/app:1");
    }

    [Fact(Timeout = 30_000)]
    public async Task Loaded_image_names_are_read_in_every_engine_format()
    {
        Script.On("POST /images/load", exchange => exchange.LinesAsync(
            """{"stream":"Loaded image: app:1\n"}""", $$"""{"stream":"Loaded image ID: {{HealthyEngine.ImageId}}\n"}""",
            """{"stream":"Loaded image(s): localhost/a:1,localhost/b:2\n"}""", """{"status":"odd"}"""));

        var images = await Engine.LoadImagesAsync(new MemoryStream([1]), Token);

        images.Select(image => image.Reference.ToString()).Should().Equal("app:1", HealthyEngine.ImageId, "localhost/a:1", "localhost/b:2");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_load_canceled_while_the_archive_is_read_throws_with_the_token_of_the_caller()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var endless = new EndlessStream { OnCopy = cancel.Cancel };

        var failure = await FluentActions.Awaiting(() => Engine.LoadImagesAsync(endless, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exception_of_the_archive_stream_is_rethrown_unchanged()
    {
        var broken = new EndlessStream { OnCopy = () => throw new IOException("archive is unreadable") };

        (await FluentActions.Awaiting(() => Engine.LoadImagesAsync(broken, Token)).Should().ThrowAsync<IOException>())
            .Which.Message.Should().Be("archive is unreadable");
    }

    /// <summary>A stream that never returns data.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public required Action OnCopy { get; init; }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            OnCopy();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
