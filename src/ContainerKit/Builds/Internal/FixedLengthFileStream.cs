namespace ContainerKit.Builds;

/// <summary>
/// A file with the length that it had when it was opened. Data that is appended later is not read. If the file became
/// shorter, reading fails, because its length has already been sent in the tar header.
/// </summary>
internal sealed class FixedLengthFileStream : Stream
{
    private readonly FileStream _file;
    private readonly long _length;

    public FixedLengthFileStream(string path)
    {
        _file = new FileStream(path, new FileStreamOptions
        {
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.SequentialScan,
            BufferSize = 0,
        });
        _length = _file.Length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        CheckedRead(() => _file.Read(buffer, offset, Limit(count)), count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Synchronous, because regular files have no asynchronous reads on Unix; the thread pool would only add cost.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(CheckedRead(() => _file.Read(buffer.Span[..Limit(buffer.Length)]), buffer.Length));
    }

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private int Limit(int count) => (int)Math.Min(count, Math.Max(0, _length - _file.Position));

    private int CheckedRead(Func<int> read, int requested)
    {
        try
        {
            var count = read();
            if (count == 0 && requested > 0 && _file.Position < _length)
                throw new EndOfStreamException("it became shorter while it was sent.");
            return count;
        }
        catch (IOException e)
        {
            throw new UnreadableContextException(_file.Name, e);
        }
    }
}
