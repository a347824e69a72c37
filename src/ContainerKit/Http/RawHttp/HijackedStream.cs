namespace ContainerKit.Http;

/// <summary>A raw connection, starting with the bytes that arrived together with the head of the response.</summary>
internal sealed class HijackedStream(DuplexStream connection, ReadOnlyMemory<byte> first) : DuplexStream(connection)
{
    private ReadOnlyMemory<byte> _first = first;

    /// <summary>
    /// The body of the response, if a proxy removed the upgrade and sends the output as an ordinary body. The connection then
    /// carries no input. Null for a raw stream.
    /// </summary>
    public HttpBodyStream? Body { get; init; }

    /// <summary>Creates the exception for input that the connection cannot carry.</summary>
    public Func<string, Exception> CreateInputException { get; set; } = reason => new IOException(reason);

    public override bool CanWrite => Body is null;

    public override void CloseWrite()
    {
        ThrowIfReadOnly();
        connection.CloseWrite();
    }

    /// <summary>Throws if a proxy removed the upgrade, so that the connection carries no input.</summary>
    public void ThrowIfReadOnly()
    {
        if (Body is not null)
        {
            throw CreateInputException(
                "a proxy between this process and the engine removed the header Upgrade of the request, so no input can be sent. "
                + "Allow upgrades of connections in the proxy, or connect to the engine's socket directly");
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ThrowIfReadOnly();
        base.Write(buffer, offset, count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly();
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfReadOnly();
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Body is not null) return Body.Read(buffer, offset, count);
        var taken = TakeFirst(buffer.AsSpan(offset, count));
        return taken > 0 ? taken : base.Read(buffer, offset, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Body is not null) return Body.ReadAsync(buffer, cancellationToken);
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
