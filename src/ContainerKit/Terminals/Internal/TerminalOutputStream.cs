namespace ContainerKit.Terminals;

/// <summary>One output of a terminal, as bytes. Disposing it has no effect; the owner disposes the terminal.</summary>
internal sealed class TerminalOutputStream(OutputBuffer output, OutputSource source, TextBuffer textBuffer) : TerminalStream
{
    public override bool CanRead => true;
    public override bool CanWrite => false;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var reading = output.AcquireReader(source);
        while (true)
        {
            var (taken, hasMore) = (0, false);
            var (isComplete, change) = output.Access(pending =>
            {
                textBuffer.Return(pending);
                taken = pending.Take(source, buffer.Span);
                hasMore = pending.GetBytes(source).Length > 0;
            });
            // A read of zero bytes waits until bytes are available.
            if (taken > 0 || (buffer.IsEmpty && hasMore)) return taken;
            if (isComplete)
            {
                output.ThrowIfFailed();
                return 0;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
