namespace ContainerKit.Terminals;

/// <summary>The input of a terminal, as bytes. Disposing it closes the input if it can be closed.</summary>
/// <param name="sendAsync">Sends bytes to the process.</param>
/// <param name="closeAsync">Closes the input if it can be closed.</param>
internal sealed class TerminalInputStream(Func<ReadOnlyMemory<byte>, CancellationToken, Task> sendAsync, Func<Task> closeAsync)
    : TerminalStream
{
    public override bool CanRead => false;
    public override bool CanWrite => true;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(sendAsync(buffer, cancellationToken));

    public override async ValueTask DisposeAsync()
    {
        await closeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
