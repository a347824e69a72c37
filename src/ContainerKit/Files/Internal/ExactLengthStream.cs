namespace ContainerKit.Files;

/// <summary>
/// Gives exactly the bytes that an archive has announced: the length stands before the content, and a file may grow or shrink while it is
/// read. It knows its length without being able to seek, which is all the tar writer asks for. The inner stream stays its owner's.
/// </summary>
internal sealed class ExactLengthStream(Stream inner, long length, string what) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var room = (int)Math.Min(buffer.Length, length - _position);
        if (room == 0) return 0;
        var read = await inner.ReadAsync(buffer[..room], cancellationToken).ConfigureAwait(false);
        if (read == 0) throw new EndOfStreamException($"{what} ended after {_position} of {length} bytes.");
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Archives are written asynchronously.");

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
