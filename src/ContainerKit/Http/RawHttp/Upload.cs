using System.Text;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

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
        var connection = await ConnectionFactory.DialAsync(endpoint, cancellationToken).ConfigureAwait(false);
        UploadConnection? exchange = null;
        var isHandedOver = false;
        try
        {
            await connection.WriteAsync(Head(request, body), cancellationToken).ConfigureAwait(false);
            exchange = new UploadConnection(connection, body);
            var reader = new HttpResponseReader(connection);
            var response = await exchange.WithAsync(reader.ReadHeadAsync, cancellationToken).ConfigureAwait(false);
            response.RequestMessage = request;
            // A success may begin before the engine has all of the body; a refusal wants no more of it.
            isHandedOver = response.IsSuccessStatusCode;
            if (!isHandedOver) await exchange.StopSendingAsync().ConfigureAwait(false);
            response.Content = isHandedOver
                ? new UploadResponse(new UploadResponseStream(exchange, new HttpBodyStream(reader, response)))
                : new ByteArrayContent(await reader.ReadBodyAsync(response, cancellationToken).ConfigureAwait(false));
            return response;
        }
        finally
        {
            if (exchange is null) await connection.DisposeAsync().ConfigureAwait(false);
            else if (!isHandedOver) await exchange.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static byte[] Head(HttpRequestMessage request, UploadContent body)
    {
        var head = new StringBuilder();
        head.Append(request.Method).Append(' ').Append(request.RequestUri!.PathAndQuery).Append(" HTTP/1.1\r\n");
        head.Append("Host: ").Append(request.RequestUri.Host).Append("\r\n");
        foreach (var (name, values) in request.Headers.Concat(body.Headers)) head.Append(name).Append(": ").AppendJoin(", ", values).Append("\r\n");
        head.Append("Transfer-Encoding: chunked\r\n\r\n");
        return Encoding.ASCII.GetBytes(head.ToString());
    }
}
