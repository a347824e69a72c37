using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Builds;

/// <summary>Contexts that do not arrive whole.</summary>
public sealed class BuildContextTests : IDisposable
{
    private readonly TaskCompletionSource _seen = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-").FullName;

    // Far more than any buffer on the way holds, and nothing on the disk.
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
        var (head, body) = ("HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\nContent-Length: 37\r\n\r\n", """{"message":"no space left on device"}""");
        await using var engine = UploadEngine.Start(head + body);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });

        var failure = await FluentActions.Awaiting(() => connection.BuildImageAsync(new BuildSpec(_folder) { Builder = builder }, Token)).Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain("no space left on device");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_in_the_build_stream_during_the_context_upload_is_reported()
    {
        var line = """{"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}""";
        await using var engine = UploadEngine.Start($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{line.Length + 2:x}\r\n{line}\r\n\r\n0\r\n\r\n");
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });

        var failure = await FluentActions.Awaiting(() => connection.BuildImageAsync(new BuildSpec(_folder), Token)).Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain("no space left on device");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_context_file_that_shrinks_during_the_upload_is_named_in_the_error()
    {
        var line = """{"stream":"receiving\n"}""";
        await using var engine = UploadEngine.Start($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{line.Length + 2:x}\r\n{line}\r\n\r\n", readsOn: _seen.Task);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var spec = new BuildSpec(_folder) { OnLine = _ => Meanwhile(Shorten) };

        var failure = await FluentActions.Awaiting(() => connection.BuildImageAsync(spec, Token)).Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain(Big).And.Contain("shorter");
        // Nothing has it open any longer.
        File.Delete(Big);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_build_canceled_during_the_context_upload_throws_with_the_token_of_the_caller()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var line = """{"stream":"receiving\n"}""";
        await using var engine = UploadEngine.Start($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{line.Length + 2:x}\r\n{line}\r\n\r\n", readsOn: _seen.Task);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var spec = new BuildSpec(_folder) { OnLine = _ => Meanwhile(cancel.Cancel) };

        var failure = await FluentActions.Awaiting(() => connection.BuildImageAsync(spec, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    // The engine waits for it, with the socket full.
    private void Meanwhile(Action work)
    {
        work();
        _seen.SetResult();
    }

    private void Shorten()
    {
        using var big = new FileStream(Big, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        big.SetLength(10);
    }
}
