using ContainerKit.Containers;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Uploads to an engine that does not read all of them.</summary>
public sealed class UploadTests : ProtocolTest
{
    private static readonly WriteFileOptions _options = new();

    public UploadTests() => Script.On("HEAD /containers/*/archive", exchange =>
        exchange.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));

    [Fact(Timeout = 30_000)]
    public async Task Written_text_is_uploaded_as_a_tar_archive()
    {
        Script.On("PUT /containers/*/archive", exchange => exchange.EmptyAsync(200));

        await Container.WriteTextAsync("/etc/motd", "hello", Token);

        var upload = Script.Requests[^1];
        upload.Query.Should().Be("path=/etc&noOverwriteDirNonDir=1");
        upload.Headers["Content-Type"].Should().Be("application/x-tar");
        upload.Body.Should().Contain("motd").And.Contain("hello");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_response_during_a_file_upload_is_reported()
    {
        var (head, body) = ("HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\nContent-Length: 37\r\n\r\n",
            """{"message":"no space left on device"}""");
        await using var engine = UploadEngine.Start(head + body);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var container = Container.From(new ContainerClient(
            connection.ApiClient, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), creationInfo: null));

        // More than all buffers between the client and the engine hold.
        var failure = await FluentActions.Awaiting(() =>
            container.WriteStreamAsync("/big", new ZeroStream(), 1L << 30, _options, Token))
            .Should().ThrowAsync<EngineApiException>();

        failure.Which.EngineMessage.Should().Be("no space left on device");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_upload_throws_with_the_token_of_the_caller()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Script.On("PUT /containers/*/archive", exchange => exchange.EmptyAsync(200));
        var content = new ZeroStream { AfterMegabyte = cancel.Cancel };

        var failure = await FluentActions.Awaiting(() =>
            Container.WriteStreamAsync("/big", content, 1L << 30, _options, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_lost_during_an_upload_throws_EngineUnavailable()
    {
        await using var engine = UploadEngine.Start("");
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var container = Container.From(new ContainerClient(
            connection.ApiClient, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), creationInfo: null));

        await FluentActions.Awaiting(() =>
            container.WriteStreamAsync("/big", new ZeroStream(), 1L << 30, _options, Token))
            .Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_invalid_path_stat_header_throws_EngineApiException()
    {
        Script.On("HEAD /containers/*/archive", exchange =>
            exchange.WriteAsync("HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: ?!\r\nContent-Length: 0\r\n\r\n"));

        await FluentActions.Awaiting(() => Container.StatAsync("/x", Token)).Should().ThrowAsync<EngineApiException>();
    }
}
