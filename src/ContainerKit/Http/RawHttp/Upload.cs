namespace ContainerKit.Http;

/// <summary>
/// Sends requests with a long body, each on a separate connection. An engine that rejects the body, for example because
/// its disk is full or the archive is invalid, responds and stops reading. HTTP connection pools send the whole body
/// first and lose that response to a broken pipe. This class reads the response while the body is sent.
/// </summary>
internal static class Upload
{
    /// <summary>
    /// Sends a request, and returns the response. The body may still be sent while a successful response is read. The caller
    /// limits the length and the time of the response.
    /// </summary>
    public static async Task<HttpResponseMessage> SendAsync(
        ConnectionOpener opener, HttpRequestMessage request, UploadContent body, CancellationToken cancellationToken)
    {
        var connection = await opener.DialForStreamAsync(cancellationToken).ConfigureAwait(false);
        UploadConnection? upload = null;
        var isTransferred = false;
        try
        {
            var head = HttpRequestHead.Compose(request, ("Transfer-Encoding", "chunked"));
            await connection.WriteAsync(head, cancellationToken).ConfigureAwait(false);
            upload = new UploadConnection(connection, body);
            var reader = new HttpResponseReader(connection);
            var response = await upload.ReadWhileSendingAsync(reader.ReadHeadAsync, cancellationToken).ConfigureAwait(false);
            response.RequestMessage = request;
            // A successful response may start before the engine has received the whole body. After an error it needs no
            // more of it.
            if (!response.IsSuccessStatusCode) await upload.StopSendingAsync().ConfigureAwait(false);
            response.Content = new UploadResponse(new UploadResponseStream(upload, new HttpBodyStream(reader, response)));
            isTransferred = true;
            return response;
        }
        finally
        {
            if (upload is null) await connection.DisposeAsync().ConfigureAwait(false);
            else if (!isTransferred) await upload.DisposeAsync().ConfigureAwait(false);
        }
    }
}
