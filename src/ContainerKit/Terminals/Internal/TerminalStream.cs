namespace ContainerKit.Terminals;

/// <summary>The base of the streams of a terminal: one direction, asynchronous calls only.</summary>
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
        // Nothing is buffered.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw CreateSynchronousCallException();
    public override void Write(byte[] buffer, int offset, int count) => throw CreateSynchronousCallException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private static NotSupportedException CreateSynchronousCallException() =>
        new("The streams of a terminal support asynchronous calls only. Use ReadAsync and WriteAsync.");
}
