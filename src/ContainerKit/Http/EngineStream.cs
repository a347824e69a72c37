namespace ContainerKit.Http;

/// <summary>
/// An answer of the engine's that is read as a stream: what goes wrong while reading comes out as the library's own errors. Disposing it
/// frees its connection, in the middle too.
/// </summary>
internal sealed class EngineStream(EngineClient calls, string doing, HttpResponseMessage response, Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The engine does not tell the length in advance.");

    public override long Position
    {
        get => throw new NotSupportedException("The stream is read from its begin to its end.");
        set => throw new NotSupportedException("The stream is read from its begin to its end.");
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return inner.Read(buffer, offset, count);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            return TranslateAsync(e, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            return await TranslateAsync(e, cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Fails as a connection does that broke off, for what is read from it and ends too early or makes no sense.</summary>
    public Task ThrowInvalidResponseAsync(Exception e) => TranslateAsync(new IOException("its answer broke off or makes no sense: " + e.Message.TrimEnd('.')), CancellationToken.None);

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }

    // Reading happens for as long as the reader takes, so the seam's guard goes around what went wrong, and costs nothing where nothing did.
    private Task<int> TranslateAsync(Exception e, CancellationToken cancellationToken) =>
        calls.ExecuteAsync(doing, _ => Task.FromException<int>(e), Timeout.InfiniteTimeSpan, cancellationToken);
}
