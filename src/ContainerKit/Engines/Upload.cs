using System.Text;
using ContainerKit.Streams;

namespace ContainerKit.Engines;

/// <summary>
/// A request with a long body, on a connection of its own. An engine that refuses in the middle, with a disk that is full or an archive
/// it does not like, answers and stops reading; HTTP pools send to the end first and lose that answer to a broken pipe. Here the
/// answer is read while the body is sent.
/// </summary>
internal static class Upload
{
    public static async Task<HttpResponseMessage> SendAsync(
        EngineEndpoint endpoint, HttpRequestMessage request, UploadContent body, CancellationToken cancellationToken)
    {
        using var connection = await EngineDialer.DialAsync(endpoint, cancellationToken).ConfigureAwait(false);
        await connection.WriteAsync(Head(request, body), cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var refused = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var sending = body.SendAsync(connection, refused.Token);
        var answering = AnswerAsync();
        try
        {
            // A connection that takes no more may still have the answer that says why; a source that fails has none to wait for.
            if (await Task.WhenAny(sending, answering).ConfigureAwait(false) == sending && sending.Exception?.InnerException is CallerFaultException)
                await sending.ConfigureAwait(false);
            return await answering.ConfigureAwait(false);
        }
        finally
        {
            // Neither may be at work on the connection when it is disposed. What they end in was decided above.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sending, answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<HttpResponseMessage> AnswerAsync()
        {
            var reader = new HttpHeadReader(connection);
            var response = await reader.ReadHeadAsync(stop.Token).ConfigureAwait(false);
            response.RequestMessage = request;
            // A success may begin before the engine has all of the body; a refusal wants no more of it.
            if (!response.IsSuccessStatusCode) await refused.CancelAsync().ConfigureAwait(false);
            response.Content = new ByteArrayContent(await reader.ReadBodyAsync(response, stop.Token).ConfigureAwait(false));
            return response;
        }
    }

    private static byte[] Head(HttpRequestMessage request, UploadContent body)
    {
        var head = new StringBuilder();
        head.Append(request.Method).Append(' ').Append(request.RequestUri!.PathAndQuery).Append(" HTTP/1.1\r\n");
        head.Append("Host: ").Append(request.RequestUri.Host).Append("\r\n");
        foreach (var (name, values) in request.Headers) head.Append(name).Append(": ").AppendJoin(", ", values).Append("\r\n");
        head.Append("Content-Type: ").Append(body.MediaType).Append("\r\nTransfer-Encoding: chunked\r\n\r\n");
        return Encoding.ASCII.GetBytes(head.ToString());
    }
}
