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

    public override int Read(byte[] buffer, int offset, int count) => throw NotAsynchronous();
    public override void Write(byte[] buffer, int offset, int count) => throw NotAsynchronous();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private static NotSupportedException NotAsynchronous() => new("A terminal's streams are read and written asynchronously only: use ReadAsync and WriteAsync.");
}

/// <summary>One output of a terminal, as bytes. Disposing it does nothing: the terminal is what has to be disposed.</summary>
internal sealed class TerminalOutputStream(OutputBuffer output, OutputSource source, TextWindow window) : TerminalStream
{
    public override bool CanRead => true;
    public override bool CanWrite => false;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var reading = output.Read(source);
        while (true)
        {
            var (taken, waits) = (0, false);
            var (isComplete, change) = output.Look(all =>
            {
                window.Return(all);
                taken = all.Take(source, buffer.Span);
                waits = all.BytesOf(source).Length > 0;
            });
            // An empty buffer asks whether there is something to read.
            if (taken > 0 || (buffer.IsEmpty && waits)) return taken;
            if (isComplete)
            {
                output.ThrowIfFailed();
                return 0;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>A terminal's input, as bytes. Disposing it ends the input where that can be ended.</summary>
internal sealed class TerminalInputStream(Terminal terminal) : TerminalStream
{
    public override bool CanRead => false;
    public override bool CanWrite => true;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(terminal.SendAsync(buffer, cancellationToken));

    public override async ValueTask DisposeAsync()
    {
        await terminal.EndInputAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
