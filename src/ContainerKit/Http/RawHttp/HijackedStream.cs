namespace ContainerKit.Http;

/// <summary>The raw connection, which begins with the bytes that had come along with the response's head.</summary>
internal sealed class HijackedStream(DuplexStream connection, ReadOnlyMemory<byte> first) : DuplexStream(connection)
{
    private ReadOnlyMemory<byte> _first = first;

    public override void CloseWrite() => connection.CloseWrite();

    public override int Read(byte[] buffer, int offset, int count) => TakeFirst(buffer.AsSpan(offset, count)) is > 0 and var taken
        ? taken
        : base.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => TakeFirst(buffer.Span) is > 0 and var taken
        ? ValueTask.FromResult(taken)
        : base.ReadAsync(buffer, cancellationToken);

    private int TakeFirst(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _first.Length);
        if (taken == 0) return 0;
        _first.Span[..taken].CopyTo(buffer);
        _first = _first[taken..];
        return taken;
    }
}
