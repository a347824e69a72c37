using System.Buffers.Binary;
using System.Net;
using System.Text;
using ContainerKit.Http;

namespace ContainerKit.Tests.Http.Http2;

/// <summary>The HTTP/2 server with the client of .NET, and with peers that violate the protocol.</summary>
public sealed class Http2ConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Body_larger_than_all_windows_is_echoed_to_the_client_of_NET()
    {
        var body = new byte[3_000_000];
        new Random(1).NextBytes(body);
        await using var peer = new Http2Peer(EchoAsync);
        using var client = peer.CreateHttpClient();

        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var content = new ByteArrayContent(body);
            using var response = await client.PostAsync("echo", content, Token);
            return (await response.Content.ReadAsByteArrayAsync(Token), response.TrailingHeaders.GetValues("end").Single());
        }));

        responses.Should().AllSatisfy(response =>
        {
            response.Item1.AsSpan().SequenceEqual(body).Should().BeTrue();
            response.Item2.Should().Be("yes");
        });
    }

    [Fact(Timeout = 60_000)]
    public async Task Long_headers_are_received_in_continuations()
    {
        await using var peer = new Http2Peer(EchoAsync);
        using var client = peer.CreateHttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "echo")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        for (var i = 0; i < 100; i++) request.Headers.Add("pattern", new string((char)('a' + i % 26), 1000));

        using var response = await client.SendAsync(request, Token);

        response.TrailingHeaders.GetValues("patterns").Single().Should().Be("100");
    }

    [Fact(Timeout = 60_000)]
    public async Task Aborted_request_cancels_the_work_and_the_connection_stays_usable()
    {
        var aborted = new TaskCompletionSource();
        await using var peer = new Http2Peer(async stream =>
        {
            if (stream.Headers.Any(header => header == (":path", "/echo")))
            {
                await EchoAsync(stream);
                return;
            }

            await stream.WriteHeadersAsync([(":status", "200")], isLast: false);
            await WaitForAbortAsync(stream, aborted);
        });
        using var client = peer.CreateHttpClient();

        using (await client.GetAsync("wait", HttpCompletionOption.ResponseHeadersRead, Token))
        {
        }

        await aborted.Task.WaitAsync(Token);
        using var content = new StringContent("still there");
        using var response = await client.PostAsync("echo", content, Token);
        (await response.Content.ReadAsStringAsync(Token)).Should().Be("still there");
    }

    [Fact(Timeout = 60_000)]
    public async Task End_of_the_connection_cancels_all_work()
    {
        var aborted = new TaskCompletionSource();
        await using var peer = new Http2Peer(stream => WaitForAbortAsync(stream, aborted));
        await SendAsync(peer, Frame(Http2FrameType.Settings, 0, 0, []), Headers(1));

        peer.Client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);

        await peer.Serving;
        aborted.Task.IsCompleted.Should().BeTrue();
    }

    public static TheoryData<string, byte[]> Violations { get; } = new()
    {
        { "no preface", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray() },
        { "a frame that is too long", Start([0x00, 0x40, 0x01, 0, 0, 0, 0, 0, 1]) },
        { "data before headers", Start(Frame(Http2FrameType.Data, 0, 1, [1])) },
        { "headers of no stream", Start(Headers(0)) },
        { "an even stream", Start(Headers(2)) },
        { "a continuation without headers", Start(Frame(Http2FrameType.Continuation, 4, 1, [])) },
        { "interrupted headers", Start(Frame(Http2FrameType.Headers, 0, 1, [0x82]), Frame(Http2FrameType.Ping, 0, 0, new byte[8])) },
        { "endless empty continuations", Start(Frame(Http2FrameType.Headers, 0, 1, [0x82]), Frame(Http2FrameType.Continuation, 0, 1, [])) },
        { "a push", Start(Frame(Http2FrameType.PushPromise, 0, 1, [])) },
        { "a short ping", Start(Frame(Http2FrameType.Ping, 0, 0, [1])) },
        { "settings that are cut off", Start(Frame(Http2FrameType.Settings, 0, 0, [1, 2, 3])) },
        { "a window that is too large", Start(Frame(Http2FrameType.Settings, 0, 0, [0, 4, 0x80, 0, 0, 0])) },
        { "a window increased by nothing", Start(Frame(Http2FrameType.WindowUpdate, 0, 0, [0, 0, 0, 0])) },
        { "a window that overflows", Start(Frame(Http2FrameType.WindowUpdate, 0, 0, [0x7F, 0xFF, 0xFF, 0xFF])) },
        { "padding longer than the frame", Start(Headers(1), Frame(Http2FrameType.Data, 8, 1, [9, 1])) },
        { "data after the end", Start(Headers(1, end: true), Frame(Http2FrameType.Data, 0, 1, [1])) },
        { "more data than the window", Start([Headers(1), .. Enumerable.Repeat(Frame(Http2FrameType.Data, 0, 1, new byte[16384]), 4)]) },
        { "a frame that is cut off", [.. Start(Headers(1)), 0, 0] },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Violations))]
    public async Task Violation_of_the_protocol_ends_the_connection_and_its_work(string violation, byte[] bytes)
    {
        await using var peer = new Http2Peer(stream => Task.Delay(Timeout.Infinite, stream.Aborted));

        await SendRawAsync(peer, bytes);
        peer.Client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        await FluentActions.Awaiting(() => peer.Serving).Should().ThrowAsync<Http2Exception>(violation);
    }

    [Fact(Timeout = 60_000)]
    public async Task Random_frames_end_in_the_exceptions_of_the_server_only()
    {
        var random = new Random(9113);
        var violations = 0;
        for (var i = 0; i < 300; i++)
        {
            await using var peer = new Http2Peer(EchoAsync);
            var frames = new List<byte[]>();
            for (var frame = 0; frame < random.Next(1, 8); frame++)
            {
                var payload = new byte[random.Next(0, 20)];
                random.NextBytes(payload);
                frames.Add(random.Next(3) == 0
                    ? Headers(random.Next(4))
                    : Frame((Http2FrameType)random.Next(11), (byte)random.Next(64), random.Next(4), payload));
            }

            await SendRawAsync(peer, Start([.. frames]));
            peer.Client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            try
            {
                await peer.Serving.WaitAsync(Token);
            }
            catch (Http2Exception)
            {
                violations++;
            }
        }

        violations.Should().BePositive();
    }

    // A registration for the same token could be disposed before its turn: the callbacks run in reverse order, on another thread.
    private static async Task WaitForAbortAsync(Http2Stream stream, TaskCompletionSource aborted)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, stream.Aborted);
        }
        finally
        {
            aborted.SetResult();
        }
    }

    private static async Task EchoAsync(Http2Stream stream)
    {
        await stream.WriteHeadersAsync([(":status", "200")], isLast: false);
        // The client of .NET reads the response only after it has sent its request.
        using var body = new MemoryStream();
        var buffer = new byte[100_000];
        while (await stream.ReadAsync(buffer) is > 0 and var count) body.Write(buffer, 0, count);
        await stream.WriteAsync(body.ToArray());
        // The client of .NET joins the values of a header.
        var patterns = stream.Headers.Where(header => header.Name == "pattern").Sum(header => header.Value.Split(',').Length);
        await stream.WriteHeadersAsync([("end", "yes"), ("patterns", $"{patterns}")], isLast: true);
    }

    private static Task SendAsync(Http2Peer peer, params byte[][] frames) => SendRawAsync(peer, Start(frames));

    // The server may close the connection before all bytes have been sent.
    private static async Task SendRawAsync(Http2Peer peer, byte[] bytes)
    {
        try
        {
            await peer.Client.WriteAsync(bytes, Token);
        }
        catch (IOException)
        {
        }
    }

    private static byte[] Start(params byte[][] frames) =>
        [.. Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), .. frames.SelectMany(frame => frame)];

    private static byte[] Headers(int stream, bool end = false) =>
        Frame(Http2FrameType.Headers, (byte)(end ? 5 : 4), stream, HpackEncoder.Encode([(":method", "POST"), (":path", "/a")]));

    private static byte[] Frame(Http2FrameType type, byte flags, int stream, byte[] payload)
    {
        var header = new byte[9];
        header[1] = (byte)(payload.Length >> 8);
        header[2] = (byte)payload.Length;
        header[3] = (byte)type;
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(5), stream);
        return [.. header, .. payload];
    }
}
