using System.Globalization;
using System.Text;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Receives some bytes from a connection; none at its end.</summary>
internal delegate ValueTask<int> Receive(Memory<byte> buffer, CancellationToken cancellationToken);

/// <summary>Takes bytes that have come.</summary>
internal delegate ValueTask Pass(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

/// <summary>Tells where HTTP messages end on a connection, and changes no byte of them.</summary>
internal sealed class HttpReader(Receive receive)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next message's head; null when the connection ends instead.</summary>
    public async Task<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken)) return null;
        }

        return new HttpHead(Take(length + 4).ToArray());
    }

    /// <summary>Passes a message's body on piece by piece, as it comes.</summary>
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
            size = int.Parse(Encoding.ASCII.GetString(line).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await PassAsync(size + 2, pass, cancellationToken);
        }
        while (size > 0);
    }

    /// <summary>Passes everything on until the connection ends.</summary>
    public Task PassAllAsync(Pass pass, CancellationToken cancellationToken) => PassAsync(long.MaxValue, pass, cancellationToken);

    /// <summary>The next frame of a multiplexed stream; less of it when the connection ends before.</summary>
    public async Task<byte[]> ReadFrameAsync(CancellationToken cancellationToken)
    {
        const int headLength = 8;
        int Wanted() => _end - _start < headLength ? headLength
            : headLength + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 4));
        while (_end - _start < Wanted() && await FillAsync(cancellationToken))
        {
            // Until the frame is complete.
        }

        return Take(Math.Min(_end - _start, Wanted())).ToArray();
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
            if (!await FillAsync(cancellationToken)) throw new EndOfStreamException("The engine's answer ends within a chunk.");
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

        if (_end == _buffer.Length) throw new InvalidDataException("A head, a line or a frame is longer than the proxy's buffer.");
        var read = await receive(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
