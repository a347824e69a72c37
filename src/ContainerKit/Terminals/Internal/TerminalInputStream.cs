namespace ContainerKit.Terminals;

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
        await terminal.CloseInputIfPossibleAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
