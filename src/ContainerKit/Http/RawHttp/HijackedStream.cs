namespace ContainerKit.Http;

/// <summary>A raw connection, starting with the bytes that arrived together with the head of the response.</summary>
internal sealed class HijackedStream(DuplexStream connection, ReadOnlyMemory<byte> first) : DuplexStream(connection)
{
    private ReadOnlyMemory<byte> _first = first;

    public override void CloseWrite() => connection.CloseWrite();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var taken = TakeFirst(buffer.AsSpan(offset, count));
        return taken > 0 ? taken : base.Read(buffer, offset, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var taken = TakeFirst(buffer.Span);
        return taken > 0 ? ValueTask.FromResult(taken) : base.ReadAsync(buffer, cancellationToken);
    }

    private int TakeFirst(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _first.Length);
        if (taken == 0) return 0;
        _first.Span[..taken].CopyTo(buffer);
        _first = _first[taken..];
        return taken;
    }
}
