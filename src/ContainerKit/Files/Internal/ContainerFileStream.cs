namespace ContainerKit.Files;

/// <summary>
/// The content of one file in a container, read from its archive. Disposing the stream releases the connection, even before its end.
/// </summary>
internal sealed class ContainerFileStream(ArchiveReader archive, ArchiveEntry entry) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = entry.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("A file in a container can only be read sequentially.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        var read = await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read == 0) await ReadToEndOfArchiveAsync(cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Blocks. Asynchronous callers use ReadAsync.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <summary>Reads the end of the archive after the content, so that the connection can be reused for the next request.</summary>
    public ValueTask ReadToEndOfArchiveAsync(CancellationToken cancellationToken) => archive.FinishAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await archive.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) archive.Dispose();
        base.Dispose(disposing);
    }
}
