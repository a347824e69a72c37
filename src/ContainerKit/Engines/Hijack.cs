using System.Net;
using System.Text;

namespace ContainerKit.Engines;

/// <summary>
/// A request after which the connection itself is the stream, as attach and exec have it. HTTP pools give no way to close the sending
/// half of such a connection, so it is dialled, asked and handed over here.
/// </summary>
internal static class Hijack
{
    public static async Task<HttpResponseMessage> SendAsync(EngineEndpoint endpoint, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var connection = await EngineDialer.DialAsync(endpoint, cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.WriteAsync(await ComposeAsync(request, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            var reader = new HttpHeadReader(connection);
            var response = await reader.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            response.RequestMessage = request;
            if (response.StatusCode is HttpStatusCode.SwitchingProtocols || IsRawStream(response))
            {
                response.Content = new HijackedContent(new HijackedStream(connection, reader.Rest));
            }
            else
            {
                response.Content = new ByteArrayContent(await reader.ReadBodyAsync(response, cancellationToken).ConfigureAwait(false));
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            return response;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Older engines, and some proxies before them, hand the connection over with a plain 200.
    private static bool IsRawStream(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.OK
        && response.Content.Headers.ContentType?.MediaType is "application/vnd.docker.raw-stream" or "application/vnd.docker.multiplexed-stream";

    private static async Task<byte[]> ComposeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var head = new StringBuilder();
        head.Append(request.Method).Append(' ').Append(request.RequestUri!.PathAndQuery).Append(" HTTP/1.1\r\n");
        head.Append("Host: ").Append(request.RequestUri.Host).Append("\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n");
        foreach (var (name, values) in request.Headers)
        {
            if (name is not ("Host" or "Connection" or "Upgrade")) head.Append(name).Append(": ").AppendJoin(", ", values).Append("\r\n");
        }

        if (request.Content is not null) head.Append("Content-Type: ").Append(request.Content.Headers.ContentType).Append("\r\n");
        head.Append("Content-Length: ").Append(body.Length).Append("\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }
}

/// <summary>The connection that came out of a hijack.</summary>
internal sealed class HijackedContent(HijackedStream stream) : HttpContent
{
    public HijackedStream Stream => stream;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException("A hijacked connection is read as a stream.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The raw connection, which begins with the bytes that had come along with the response's head.</summary>
internal sealed class HijackedStream(DuplexStream connection, ReadOnlyMemory<byte> first) : DuplexStream(connection)
{
    private ReadOnlyMemory<byte> _first = first;

    public override void CloseWrite() => connection.CloseWrite();

    public override int Read(byte[] buffer, int offset, int count) => TakeFirst(buffer.AsSpan(offset, count)) is > 0 and var taken
        ? taken
        : base.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => TakeFirst(buffer.Span) is > 0 and var taken
        ? ValueTask.FromResult(taken)
        : base.ReadAsync(buffer, cancellationToken);

    private int TakeFirst(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _first.Length);
        if (taken == 0) return 0;
        _first.Span[..taken].CopyTo(buffer);
        _first = _first[taken..];
        return taken;
    }
}
