using System.Net;
using System.Text;
using ContainerKit.Http;
using ContainerKit.Tests.Exec;

namespace ContainerKit.Tests.Http;

public sealed class HttpResponseReaderTests
{
    [Theory(Timeout = 10_000)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task An_HTTP_response_header_is_read_and_the_bytes_after_it_are_kept(int readLength)
    {
        var reader = Reader(
            "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nUpgrade: " +
            "tcp\r\nX-Odd\r\n\r\nrest", readLength);

        var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.SwitchingProtocols);
        response.Headers.GetValues("Upgrade").Should().Equal("tcp");
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/vnd.docker.raw-stream");
        "rest".Should().StartWith(Encoding.ASCII.GetString(reader.Rest.Span),
            "only bytes of the same read can follow the header");
    }

    [Theory(Timeout = 10_000)]
    [InlineData("Content-Length: 5\r\n\r\nhello, and more", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;ext=1\r\nllo\r\n0\r\n\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [InlineData("Content-Length: 0\r\n\r\n", "")]
    [InlineData("\r\n", "")]
    public async Task The_body_of_an_HTTP_error_response_is_read(string rest, string body)
    {
        foreach (var readLength in new[] { 1, 5, int.MaxValue })
        {
            var reader = Reader("HTTP/1.1 500 Internal Server Error\r\n" + rest, readLength);
            var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

            Encoding.ASCII.GetString(await reader.ReadBodyAsync(response, TestContext.Current.CancellationToken))
                .Should().Be(body);
        }
    }

    [Theory(Timeout = 10_000)]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 okay\r\n\r\n")]
    [InlineData("HTTP/1.1\r\n\r\n")]
    public async Task A_response_that_is_not_HTTP_throws_with_its_text(string received) =>
        await FluentActions.Awaiting(() => Reader(received).ReadHeadAsync(CancellationToken.None))
            .Should().ThrowAsync<IOException>().WithMessage($"*is not HTTP*{received.Trim()}*");

    [Theory(Timeout = 10_000)]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nUpgr")]
    public async Task A_truncated_HTTP_response_header_throws(string received) =>
        await FluentActions.Awaiting(() => Reader(received).ReadHeadAsync(CancellationToken.None))
            .Should().ThrowAsync<EndOfStreamException>().WithMessage("*closed the connection*");

    [Theory(Timeout = 10_000)]
    [InlineData("Content-Length: 5\r\n\r\nhel")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnot a size\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n")]
    public async Task A_truncated_or_malformed_HTTP_response_body_throws_IOException(string rest)
    {
        var reader = Reader("HTTP/1.1 500 Oops\r\n" + rest);
        var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

        await FluentActions.Awaiting(() => reader.ReadBodyAsync(response, CancellationToken.None))
            .Should().ThrowAsync<IOException>();
    }

    [Fact(Timeout = 10_000)]
    public async Task An_endless_HTTP_response_header_is_rejected() =>
        await FluentActions.Awaiting(() => Reader("HTTP/1.1 200 OK\r\n" + new string('x', 100_000))
            .ReadHeadAsync(CancellationToken.None))
            .Should().ThrowAsync<IOException>().WithMessage("*more than 65536 bytes*");

    [Theory(Timeout = 10_000)]
    [InlineData("Content-Length: 100000\r\n\r\n", 0)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n186A0\r\n", 0)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", 10_000)]
    public async Task A_long_HTTP_error_response_is_read_up_to_64_KiB(string rest, int chunk)
    {
        var text = new string('x', 100_000);
        if (chunk > 0) text = string.Concat(text.Chunk(chunk).Select(part => $"{part.Length:X}\r\n{new string(part)}\r\n"));
        var reader = Reader("HTTP/1.1 500 Oops\r\n" + rest + text, 1000);
        var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

        var body = await reader.ReadBodyAsync(response, TestContext.Current.CancellationToken);

        body.Should().HaveCount(64 * 1024);
        body.AsSpan().ContainsAnyExcept((byte)'x').Should().BeFalse();
    }

    private static HttpResponseReader Reader(string wire, int readLength = int.MaxValue) =>
        new(new PartialReadStream(Encoding.ASCII.GetBytes(wire), () => readLength));
}
