namespace ContainerKit.Http;

/// <summary>Sends requests whose response may be long, each on a separate connection that is made for streams.</summary>
internal static class StreamedRequest
{
    /// <summary>Sends a request, and returns when the head of the response has arrived. The response owns the connection.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        ConnectionOpener opener, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var connection = await opener.DialForStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.WriteAsync(HttpRequestHead.Compose(request, ("Connection", "close")), cancellationToken).ConfigureAwait(false);
            var reader = new HttpResponseReader(connection);
            var response = await reader.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            response.RequestMessage = request;
            response.Content = new StreamContent(new HttpBodyStream(reader, response) { OwnedConnection = connection });
            return response;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
