using System.Globalization;
using System.Net;

namespace ContainerKit.Http;

/// <summary>
/// Sends requests that turn the connection into a raw stream, such as attach and exec. HTTP connection pools cannot
/// close the sending half of a connection, so each of these requests has a separate connection.
/// </summary>
internal static class Hijack
{
    /// <summary>
    /// Sends a request. The content of the response is a <see cref="HijackedContent"/> if the engine agreed.
    /// </summary>
    /// <param name="opener">Opens the connection.</param>
    /// <param name="request">The request.</param>
    /// <param name="isStreamed">See <see cref="EngineRequest.IsStreamed"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<HttpResponseMessage> SendAsync(
        ConnectionOpener opener, HttpRequestMessage request, bool isStreamed, CancellationToken cancellationToken)
    {
        var connection = isStreamed
            ? await opener.DialForStreamAsync(cancellationToken).ConfigureAwait(false)
            : await opener.DialAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var bytes = await ComposeAsync(request, cancellationToken).ConfigureAwait(false);
            await connection.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            var reader = new HttpResponseReader(connection);
            var response = await reader.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            response.RequestMessage = request;
            if (response.StatusCode is HttpStatusCode.SwitchingProtocols || IsRawStream(response))
            {
                response.Content = new HijackedContent(Open(connection, reader, response));
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

    // A proxy that does not pass the upgrade on sends the engine's raw stream as a chunked body, or with a length.
    private static HijackedStream Open(DuplexStream connection, HttpResponseReader reader, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK
        && (response.Headers.TransferEncodingChunked is true || response.Content.Headers.Contains("Content-Length"))
            ? new HijackedStream(connection, default) { Body = new HttpBodyStream(reader, response) }
            : new HijackedStream(connection, reader.Rest);

    // Docker answers 200 instead of 101 if the request has no Upgrade header, for example because a proxy removed it. The
    // raw stream starts in either case. See postContainerExecStart in
    // https://github.com/moby/moby/blob/082b4e8d77cb/daemon/server/router/container/exec.go
    private static bool IsRawStream(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.OK
        && response.Content.Headers.ContentType?.MediaType
            is "application/vnd.docker.raw-stream" or "application/vnd.docker.multiplexed-stream";

    private static async Task<byte[]> ComposeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var head = HttpRequestHead.Compose(
            request,
            ("Connection", "Upgrade"),
            ("Upgrade", request.Headers.Upgrade.ToString()),
            ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)));
        return [.. head, .. body];
    }
}
