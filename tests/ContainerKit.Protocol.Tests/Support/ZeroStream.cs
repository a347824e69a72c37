namespace ContainerKit.Protocol.Tests.Support;

/// <summary>An endless stream of zeros.</summary>
internal sealed class ZeroStream : Stream
{
    private long _bytesRead;

    /// <summary>Invoked on each read after the first megabyte.</summary>
    public Action? AfterMegabyte { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        buffer.Span.Clear();
        _bytesRead += buffer.Length;
        if (_bytesRead > 1 << 20) AfterMegabyte?.Invoke();
        return ValueTask.FromResult(buffer.Length);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
