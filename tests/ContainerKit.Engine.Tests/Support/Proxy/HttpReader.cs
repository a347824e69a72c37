using System.Globalization;
using System.Text;

namespace ContainerKit.Engine.Tests.Support.Proxy;

/// <summary>Receives bytes from a connection. Returns 0 at its end.</summary>
internal delegate ValueTask<int> Receive(Memory<byte> buffer, CancellationToken cancellationToken);

/// <summary>Forwards received bytes.</summary>
internal delegate ValueTask Pass(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

/// <summary>Reads HTTP messages from a connection and forwards their bytes unchanged.</summary>
internal sealed class HttpReader(Receive receive)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads the header section of the next message. Returns null at the end of the connection.</summary>
    public async Task<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken)) return null;
        }

        return new HttpHead(Take(length + 4).ToArray());
    }

    /// <summary>Forwards the body of a message while it arrives.</summary>
    public async Task PassBodyAsync(HttpHead head, Pass pass, CancellationToken cancellationToken)
    {
        if (!head.IsChunked)
        {
            await PassAsync(head.Length ?? long.MaxValue, pass, cancellationToken);
            return;
        }

        int size;
        do
        {
            var line = await ReadLineAsync(cancellationToken);
            await pass(line, cancellationToken);
            var digits = Encoding.ASCII.GetString(line).Split(';')[0].Trim();
            size = int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await PassAsync(size + 2, pass, cancellationToken);
        }
        while (size > 0);
    }

    /// <summary>Forwards all bytes until the connection ends.</summary>
    public Task PassAllAsync(Pass pass, CancellationToken cancellationToken) =>
        PassAsync(long.MaxValue, pass, cancellationToken);

    /// <summary>
    /// Reads the next frame of a multiplexed stream. The frame is incomplete if the connection ends within it.
    /// </summary>
    public async Task<byte[]> ReadFrameAsync(CancellationToken cancellationToken)
    {
        const int HeaderLength = 8;
        int FrameLength() => _end - _start < HeaderLength ? HeaderLength
            : HeaderLength + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 4));
        while (_end - _start < FrameLength() && await FillAsync(cancellationToken))
        {
            // Repeats until the frame is complete.
        }

        return Take(Math.Min(_end - _start, FrameLength())).ToArray();
    }

    private async Task PassAsync(long count, Pass pass, CancellationToken cancellationToken)
    {
        while (count > 0 && (_start < _end || await FillAsync(cancellationToken)))
        {
            var piece = Take((int)Math.Min(count, _end - _start));
            count -= piece.Length;
            await pass(piece, cancellationToken);
        }
    }

    private async Task<byte[]> ReadLineAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken))
                throw new EndOfStreamException("The response of the engine ends within a chunk.");
        }

        return Take(length + 2).ToArray();
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        var taken = _buffer.AsMemory(_start, count);
        _start += count;
        return taken;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            throw new InvalidDataException("A header section, a line or a frame is longer than the buffer of the proxy.");
        var read = await receive(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
