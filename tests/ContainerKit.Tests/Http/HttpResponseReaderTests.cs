using System.Net;
using System.Text;
using ContainerKit.Http;
using ContainerKit.Tests.Streams;

namespace ContainerKit.Tests.Engines;

public sealed class HttpResponseReaderTests
{
    [Theory(Timeout = 10_000)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task A_head_is_read_and_what_came_along_is_kept(int piece)
    {
        var reader = Reader("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nUpgrade: tcp\r\nX-Odd\r\n\r\nrest", piece);

        var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.SwitchingProtocols);
        response.Headers.GetValues("Upgrade").Should().Equal("tcp");
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/vnd.docker.raw-stream");
        "rest".Should().StartWith(Encoding.ASCII.GetString(reader.Rest.Span), "only what was read in one go can have come along");
    }

    [Theory(Timeout = 10_000)]
    [InlineData("Content-Length: 5\r\n\r\nhello, and more", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;ext=1\r\nllo\r\n0\r\n\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [InlineData("Content-Length: 0\r\n\r\n", "")]
    [InlineData("\r\n", "")]
    public async Task The_body_of_a_refusal_is_read(string rest, string body)
    {
        foreach (var piece in new[] { 1, 5, int.MaxValue })
        {
            var reader = Reader("HTTP/1.1 500 Internal Server Error\r\n" + rest, piece);
            var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

            Encoding.ASCII.GetString(await reader.ReadBodyAsync(response, TestContext.Current.CancellationToken)).Should().Be(body);
        }
    }

    [Theory(Timeout = 10_000)]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 okay\r\n\r\n")]
    [InlineData("HTTP/1.1\r\n\r\n")]
    public async Task What_is_not_http_is_told_with_what_it_said(string said) =>
        await FluentActions.Awaiting(() => Reader(said).ReadHeadAsync(CancellationToken.None)).Should().ThrowAsync<IOException>().WithMessage($"*is not HTTP*{said.Trim()}*");

    [Theory(Timeout = 10_000)]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nUpgr")]
    public async Task A_head_that_breaks_off_is_an_error(string said) =>
        await FluentActions.Awaiting(() => Reader(said).ReadHeadAsync(CancellationToken.None)).Should().ThrowAsync<EndOfStreamException>().WithMessage("*closed the connection*");

    [Theory(Timeout = 10_000)]
    [InlineData("Content-Length: 5\r\n\r\nhel")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnot a size\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n")]
    public async Task A_body_that_breaks_off_or_makes_no_sense_is_an_io_error(string rest)
    {
        var reader = Reader("HTTP/1.1 500 Oops\r\n" + rest);
        var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

        await FluentActions.Awaiting(() => reader.ReadBodyAsync(response, CancellationToken.None)).Should().ThrowAsync<IOException>();
    }

    [Fact(Timeout = 10_000)]
    public async Task A_head_without_end_is_refused() =>
        await FluentActions.Awaiting(() => Reader("HTTP/1.1 200 OK\r\n" + new string('x', 100_000)).ReadHeadAsync(CancellationToken.None))
            .Should().ThrowAsync<IOException>().WithMessage("*more than 65536 bytes*");

    [Theory(Timeout = 10_000)]
    [InlineData("Content-Length: 100000\r\n\r\n", 0)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n186A0\r\n", 0)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", 10_000)]
    public async Task Of_a_long_refusal_the_first_64_KiB_are_read(string rest, int chunk)
    {
        var text = new string('x', 100_000);
        if (chunk > 0) text = string.Concat(text.Chunk(chunk).Select(part => $"{part.Length:X}\r\n{new string(part)}\r\n"));
        var reader = Reader("HTTP/1.1 500 Oops\r\n" + rest + text, 1000);
        var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);

        var body = await reader.ReadBodyAsync(response, TestContext.Current.CancellationToken);

        body.Should().HaveCount(64 * 1024);
        body.AsSpan().ContainsAnyExcept((byte)'x').Should().BeFalse();
    }

    private static HttpResponseReader Reader(string wire, int piece = int.MaxValue) => new(new PieceStream(Encoding.ASCII.GetBytes(wire), () => piece));
}
