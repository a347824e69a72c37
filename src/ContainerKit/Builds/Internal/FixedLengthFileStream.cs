using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// A file with the length that it had when it was opened. Data that is appended later is not read. If the file became
/// shorter, reading fails, because its length has already been sent. Disposing this stream closes the file.
/// </summary>
internal sealed class FixedLengthFileStream(HostFileStream file, string path) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var count = file.Read(buffer[..(int)Math.Min(buffer.Length, Length - Position)]);
            return count > 0 || buffer.IsEmpty || Position == Length
                ? count
                : throw new EndOfStreamException("it became shorter while it was sent.");
        }
        catch (IOException e)
        {
            throw new UnreadableContextException(path, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer.Span));
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
