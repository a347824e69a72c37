using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Uploads to engines that do not take all of it.</summary>
public sealed class UploadTests : ProtocolTest
{
    private static readonly WriteFileOptions _options = new();

    public UploadTests() => Script.On("HEAD /containers/*/archive", exchange => exchange.RawAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));

    [Fact(Timeout = 30_000)]
    public async Task What_is_sent_arrives_in_chunks()
    {
        Script.On("PUT /containers/*/archive", exchange => exchange.EmptyAsync(200));

        await Container.WriteTextAsync("/etc/motd", "hello", Token);

        var put = Script.Requests[^1];
        put.Query.Should().Be("path=/etc&noOverwriteDirNonDir=1");
        put.Headers["Content-Type"].Should().Be("application/x-tar");
        put.Body.Should().Contain("motd").And.Contain("hello");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_that_refuses_in_the_middle_and_reads_no_further_is_heard()
    {
        var (head, body) = ("HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\nContent-Length: 37\r\n\r\n", """{"message":"no space left on device"}""");
        await using var engine = RawEngine.Start(head + body);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var container = new Container(connection, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), shape: null);

        // Far more than any buffer on the way holds.
        var failure = await FluentActions.Awaiting(() => container.WriteStreamAsync("/big", new ZeroStream(), 1L << 30, _options, Token)).Should().ThrowAsync<EngineApiException>();

        failure.Which.EngineMessage.Should().Be("no space left on device");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancelled_upload_is_cancelled_with_the_callers_token()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Script.On("PUT /containers/*/archive", exchange => exchange.EmptyAsync(200));
        var content = new ZeroStream { AfterMegabyte = cancel.Cancel };

        var failure = await FluentActions.Awaiting(() => Container.WriteStreamAsync("/big", content, 1L << 30, _options, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_that_goes_away_in_the_middle_is_unavailable()
    {
        await using var engine = RawEngine.Start("");
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var container = new Container(connection, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), shape: null);

        await FluentActions.Awaiting(() => container.WriteStreamAsync("/big", new ZeroStream(), 1L << 30, _options, Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_description_that_is_missing_or_odd_is_no_crash()
    {
        Script.On("HEAD /containers/*/archive", exchange => exchange.RawAsync("HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: ?!\r\nContent-Length: 0\r\n\r\n"));

        await FluentActions.Awaiting(() => Container.StatAsync("/x", Token)).Should().ThrowAsync<EngineApiException>();
    }
}
