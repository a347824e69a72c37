using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Builds;

/// <summary>Build contexts whose upload is interrupted.</summary>
public sealed class BuildContextTests : IDisposable
{
    private readonly TaskCompletionSource _changed = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-").FullName;

    // A sparse file that is larger than all buffers between the client and the engine.
    public BuildContextTests()
    {
        File.WriteAllText(Path.Combine(_folder, "Dockerfile"), "FROM app\n");
        using var big = File.Create(Big);
        big.SetLength(64 << 20);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Big => Path.Combine(_folder, "big.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory(Timeout = 30_000)]
    [InlineData(BuilderKind.Classic)]
    [InlineData(BuilderKind.BuildKit)]
    public async Task An_error_response_during_the_context_upload_is_reported(BuilderKind builder)
    {
        var (head, body) = ("HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\nContent-Length: 37\r\n\r\n",
            """{"message":"no space left on device"}""");
        await using var engine = UploadEngine.Start(head + body);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });

        var failure = await FluentActions.Awaiting(() =>
            connection.BuildImageAsync(new BuildSpec(_folder) { Builder = builder }, Token))
            .Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain("no space left on device");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_in_the_build_stream_during_the_context_upload_is_reported()
    {
        var line = """{"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}""";
        await using var engine = UploadEngine.Start(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{line.Length + 2:x}\r\n{line}\r\n\r\n0\r\n\r\n");
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });

        var failure = await FluentActions.Awaiting(() => connection.BuildImageAsync(new BuildSpec(_folder), Token))
            .Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain("no space left on device");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_context_file_that_shrinks_during_the_upload_is_named_in_the_error()
    {
        var line = """{"stream":"receiving\n"}""";
        await using var engine = UploadEngine.Start(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{line.Length + 2:x}\r\n{line}\r\n\r\n",
            drainAfter: _changed.Task);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var spec = new BuildSpec(_folder) { OnLine = _ => ChangeDuringUpload(Shorten) };

        var failure = await FluentActions.Awaiting(() => connection.BuildImageAsync(spec, Token))
            .Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain(Big).And.Contain("shorter");
        // The file is no longer open.
        File.Delete(Big);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_build_canceled_during_the_context_upload_throws_with_the_token_of_the_caller()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var line = """{"stream":"receiving\n"}""";
        await using var engine = UploadEngine.Start(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{line.Length + 2:x}\r\n{line}\r\n\r\n",
            drainAfter: _changed.Task);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var spec = new BuildSpec(_folder) { OnLine = _ => ChangeDuringUpload(cancel.Cancel) };

        var failure = await FluentActions.Awaiting(() => connection.BuildImageAsync(spec, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    // The engine reads the rest of the upload only after the change, so the socket is full until then.
    private void ChangeDuringUpload(Action change)
    {
        change();
        _changed.SetResult();
    }

    private void Shorten()
    {
        using var big = new FileStream(Big, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        big.SetLength(10);
    }
}
