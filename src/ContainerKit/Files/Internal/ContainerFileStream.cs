using System.Formats.Tar;

namespace ContainerKit.Files;

/// <summary>The content of one file in a container, read off its archive. Disposing it frees the connection, in the middle too.</summary>
internal sealed class ContainerFileStream(ArchiveReader archive, TarEntry entry) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = entry.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("A file in a container is read from its begin to its end.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        var read = await archive.ReadAsync(entry, buffer, cancellationToken).ConfigureAwait(false);
        if (read == 0) await ReadToEndOfArchiveAsync(cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // For readers that know no other way; who can wait uses ReadAsync.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <summary>After the content the archive has an end, and only when that is read can the connection serve the next request.</summary>
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
