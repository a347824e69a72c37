using System.Buffers.Binary;

namespace ContainerKit.Http;

/// <summary>Writes HTTP/2 frames. Several streams may write at the same time.</summary>
internal sealed class Http2Writer(Stream connection) : IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly byte[] _buffer = new byte[Http2Frame.HeaderSize + Http2Frame.MaximumPayload];

    /// <summary>The windows of the peer.</summary>
    public Http2SendWindows Windows { get; } = new();

    /// <summary>Writes a frame.</summary>
    public async Task WriteAsync(
        Http2FrameType type, Http2FrameFlags flags, int stream, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            new Http2Frame(payload.Length, type, flags, stream).Write(_buffer);
            payload.Span.CopyTo(_buffer.AsSpan(Http2Frame.HeaderSize));
            // Not canceled: a part of a frame would break all other streams.
            await connection.WriteAsync(_buffer.AsMemory(0, Http2Frame.HeaderSize + payload.Length), CancellationToken.None)
                .ConfigureAwait(false);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Writes a frame whose payload is one number, such as a window update or a reset.</summary>
    public Task WriteNumberAsync(Http2FrameType type, int stream, int number, CancellationToken cancellationToken)
    {
        var payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return WriteAsync(type, Http2FrameFlags.None, stream, payload, cancellationToken);
    }

    /// <summary>Writes data in frames, as fast as the peer's windows allow.</summary>
    public async Task WriteDataAsync(int stream, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty)
        {
            var count = await Windows.TakeAsync(stream, Math.Min(data.Length, Http2Frame.MaximumPayload), cancellationToken)
                .ConfigureAwait(false);
            await WriteAsync(Http2FrameType.Data, Http2FrameFlags.None, stream, data[..count], cancellationToken).ConfigureAwait(false);
            data = data[count..];
        }
    }

    public void Dispose() => _lock.Dispose();
}
