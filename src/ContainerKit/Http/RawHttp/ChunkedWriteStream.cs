using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContainerKit.Http;

/// <summary>
/// A stream that sends the written data as chunks of an HTTP body. Small writes are combined into one chunk.
/// </summary>
internal sealed class ChunkedWriteStream(Stream connection) : Stream
{
    private const int MaxHeaderSize = 10;
    private const int ChunkSize = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(MaxHeaderSize + ChunkSize + 2);
    private int _filled;

    /// <summary>Indicates whether writing to the connection failed.</summary>
    public bool IsBroken { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends the remaining data and the last chunk.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync("0\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var taken = Math.Min(buffer.Length, ChunkSize - _filled);
            buffer[..taken].CopyTo(_buffer.AsMemory(MaxHeaderSize + _filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == ChunkSize) await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        // An empty chunk would mark the end of the body.
        if (_filled == 0) return;
        var head = _filled.ToString("x", CultureInfo.InvariantCulture);
        var start = MaxHeaderSize - head.Length - 2;
        Encoding.ASCII.GetBytes(head, _buffer.AsSpan(start));
        "\r\n"u8.CopyTo(_buffer.AsSpan(MaxHeaderSize - 2));
        "\r\n"u8.CopyTo(_buffer.AsSpan(MaxHeaderSize + _filled));
        var chunk = _buffer.AsMemory(start, MaxHeaderSize - start + _filled + 2);
        _filled = 0;
        await SendAsync(chunk, cancellationToken).ConfigureAwait(false);
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A body can be written only asynchronously.");

    public override void Flush() => throw new NotSupportedException("A body can be written only asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        base.Dispose(disposing);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await connection.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }
}
