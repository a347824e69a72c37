using System.Net;
using System.Text;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>
/// A request after which the connection itself is the stream, as attach and exec have it. HTTP pools give no way to close the sending
/// half of such a connection, so it is dialled, asked and handed over here.
/// </summary>
internal static class Hijack
{
    public static async Task<HttpResponseMessage> SendAsync(EngineEndpoint endpoint, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var connection = await ConnectionFactory.DialAsync(endpoint, cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.WriteAsync(await ComposeAsync(request, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            var reader = new HttpResponseReader(connection);
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
