using System.Buffers.Binary;
using System.Net;
using System.Threading.Channels;
using ContainerKit.Builds;
using ContainerKit.Tests.Http.Http2;

namespace ContainerKit.Tests.Builds;

/// <summary>A gRPC client, as the engine is one, over the HTTP client of .NET.</summary>
internal sealed class GrpcClient : IAsyncDisposable
{
    private readonly Http2Peer _peer;
    private readonly HttpClient _http;

    public GrpcClient(GrpcServer server)
    {
        _peer = new Http2Peer(server.ServeAsync);
        _http = _peer.CreateHttpClient();
    }

    /// <summary>Calls a method with one message, and returns the status and the messages of the response.</summary>
    public async Task<(string Status, IReadOnlyList<byte[]> Messages)> CallAsync(
        string method, byte[] message, params (string Name, string Value)[] metadata)
    {
        // The server may answer only after the message.
        var body = new Body();
        await body.Messages.Writer.WriteAsync(message);
        body.Messages.Writer.Complete();
        using var call = await StartAsync(method, body, metadata);
        var messages = new List<byte[]>();
        while (await call.ReadAsync() is { } response) messages.Add(response);
        return (call.Status, messages);
    }

    /// <summary>Starts a call. The request stays open.</summary>
    public Task<Call> StartAsync(string method, params (string Name, string Value)[] metadata) => StartAsync(method, new Body(), metadata);

    private async Task<Call> StartAsync(string method, Body body, (string Name, string Value)[] metadata)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        foreach (var (name, value) in metadata) request.Headers.TryAddWithoutValidation(name, value);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new Call(body, response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _peer.DisposeAsync();
    }

    /// <summary>A call.</summary>
    internal sealed class Call(Body body, HttpResponseMessage response, Stream stream) : IDisposable
    {
        /// <summary>The status after the last message.</summary>
        public string Status => response.TrailingHeaders.GetValues("grpc-status").Single();

        /// <summary>The message of the status.</summary>
        public string StatusMessage => Uri.UnescapeDataString(response.TrailingHeaders.GetValues("grpc-message").Single());

        public ValueTask SendAsync(byte[] message) => body.Messages.Writer.WriteAsync(message, TestContext.Current.CancellationToken);

        public async Task<byte[]?> ReadAsync()
        {
            var prefix = new byte[5];
            if (await stream.ReadAtLeastAsync(prefix, 5, throwOnEndOfStream: false, TestContext.Current.CancellationToken) < 5) return null;
            var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
            await stream.ReadExactlyAsync(message, TestContext.Current.CancellationToken);
            return message;
        }

        public void Dispose() => response.Dispose();
    }

    /// <summary>A request body that is sent message by message.</summary>
    internal sealed class Body : HttpContent
    {
        public Channel<byte[]> Messages { get; } = Channel.CreateUnbounded<byte[]>();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await foreach (var message in Messages.Reader.ReadAllAsync())
            {
                var prefix = new byte[5];
                BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
                await stream.WriteAsync((byte[])[.. prefix, .. message]);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
