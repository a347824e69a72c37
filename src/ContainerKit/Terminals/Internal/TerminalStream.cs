namespace ContainerKit.Terminals;

/// <summary>What the streams of a terminal have in common: they go one way, and no thread waits for them.</summary>
internal abstract class TerminalStream : Stream
{
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw CreateSynchronousCallException();
    public override void Write(byte[] buffer, int offset, int count) => throw CreateSynchronousCallException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private static NotSupportedException CreateSynchronousCallException() => new("A terminal's streams are read and written asynchronously only: use ReadAsync and WriteAsync.");
}
