namespace ContainerKit.Builds;

/// <summary>
/// A file as long as it was when it was opened: what is appended meanwhile is not read, and a file that became shorter is an error, since its
/// length has been told already.
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

    public override int Read(byte[] buffer, int offset, int count) => Checked(() => _file.Read(buffer, offset, Room(count)), count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Regular files are read at once in any case; a detour over the thread pool would only cost.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Checked(() => _file.Read(buffer.Span[..Room(buffer.Length)]), buffer.Length));
    }

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A file of a context is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A file of a context is only read.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private int Room(int count) => (int)Math.Min(count, Math.Max(0, _length - _file.Position));

    private int Checked(Func<int> read, int wanted)
    {
        try
        {
            var count = read();
            if (count == 0 && wanted > 0 && _file.Position < _length) throw new EndOfStreamException("it became shorter while it was sent.");
            return count;
        }
        catch (IOException e)
        {
            throw new UnreadableContextException(_file.Name, e);
        }
    }
}
