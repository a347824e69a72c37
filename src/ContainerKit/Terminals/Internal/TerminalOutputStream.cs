namespace ContainerKit.Terminals;

/// <summary>One output of a terminal, as bytes. Disposing it does nothing: the terminal is what has to be disposed.</summary>
internal sealed class TerminalOutputStream(OutputBuffer output, OutputSource source, TextBuffer window) : TerminalStream
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
            var (taken, waits) = (0, false);
            var (isComplete, change) = output.Access(all =>
            {
                window.Return(all);
                taken = all.Take(source, buffer.Span);
                waits = all.GetBytes(source).Length > 0;
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
