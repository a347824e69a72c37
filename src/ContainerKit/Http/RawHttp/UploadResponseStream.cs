namespace ContainerKit.Http;

/// <summary>
/// The answer to an upload, read while the upload may still be on its way. At its end, and when it is disposed, the upload ends: who awaits
/// either knows that nothing of the caller's is read any longer.
/// </summary>
internal sealed class UploadResponseStream(UploadConnection exchange, HttpBodyStream answer) : ReadOnlyNetworkStream
{
    private Task? _ending;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ending is not null) return 0;
        var read = await exchange.WithAsync(token => answer.ReadAsync(buffer, token).AsTask(), cancellationToken).ConfigureAwait(false);
        if (read == 0 && buffer.Length > 0) await EndAsync().ConfigureAwait(false);
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        // Whoever does not await it gets the end a moment later.
        if (disposing) _ = EndAsync();
        base.Dispose(disposing);
    }

    private Task EndAsync() => _ending ??= exchange.DisposeAsync().AsTask();
}
