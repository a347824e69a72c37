namespace ContainerKit.Terminals;

/// <summary>The input of a terminal, as bytes. Disposing it closes the input if it can be closed.</summary>
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
