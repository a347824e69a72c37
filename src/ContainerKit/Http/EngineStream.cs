namespace ContainerKit.Http;

/// <summary>
/// The body of a response that is read as a stream. Failures while reading are translated into the exceptions of the
/// library. Disposing it releases the connection, even in the middle of the body.
/// </summary>
internal sealed class EngineStream(EngineClient engine, EngineRequest request, HttpResponseMessage response, Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The engine does not report the length in advance.");

    public override long Position
    {
        get => throw new NotSupportedException("The stream can be read only once, from its start to its end.");
        set => throw new NotSupportedException("The stream can be read only once, from its start to its end.");
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

    /// <summary>Throws the exception for a body that ended early or has an invalid format.</summary>
    /// <exception cref="EngineUnavailableException">Always.</exception>
    public Task ThrowInvalidResponseAsync(Exception e) => TranslateAsync(
        new IOException("its response ended early or is invalid: " + e.Message.TrimEnd('.')), CancellationToken.None);

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

    // The client translates the failure only, so that reading without a failure costs nothing and has no time limit.
    private Task<int> TranslateAsync(Exception e, CancellationToken cancellationToken) =>
        engine.ExecuteAsync(request, _ => Task.FromException<int>(e), cancellationToken);
}
