namespace ContainerKit.Http;

/// <summary>
/// The response to an upload, which may still be in progress while the response is read. The upload stops at the end of
/// the response and when the stream is disposed. After either has completed, the caller's source is no longer read.
/// </summary>
internal sealed class UploadResponseStream(UploadConnection upload, HttpBodyStream body) : ReadOnlyNetworkStream
{
    private Task? _stopping;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_stopping is not null) return 0;
        var read = await upload.ReadWhileSendingAsync(token => body.ReadAsync(buffer, token).AsTask(), cancellationToken)
            .ConfigureAwait(false);
        if (read == 0 && buffer.Length > 0) await StopAsync().ConfigureAwait(false);
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        // A synchronous disposal does not wait for the upload to stop.
        if (disposing) _ = StopAsync();
        base.Dispose(disposing);
    }

    private Task StopAsync() => _stopping ??= upload.DisposeAsync().AsTask();
}
