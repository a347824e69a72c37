using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ContainerKit.Exec;

/// <summary>
/// Takes the engine's multiplexed stream apart: frames of an 8-byte head (kind, three zeros, big-endian length) and a payload. One
/// read of the connection serves many small frames, and a large frame is passed on in pieces, so memory is one buffer whatever comes.
/// With a TTY there are no frames, and all is standard output.
/// </summary>
internal sealed class MultiplexReader(Stream stream, bool tty) : IDisposable
{
    private const int HeaderLength = 8;
    private const int ErrorFrame = 3;
    private const int MaximumErrorLength = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private uint _remainingInFrame;
    private bool _isFrameStart;
    private bool _isError;
    private OutputSource _source = OutputSource.Stdout;

    /// <exception cref="IOException">The stream broke off inside a frame, is not a multiplexed stream, or carried the engine's error.</exception>
    public ValueTask<OutputPiece> ReadAsync(CancellationToken cancellationToken) =>
        TryReadPiece(out var piece) ? ValueTask.FromResult(piece) : FillAndReadAsync(cancellationToken);

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private async ValueTask<OutputPiece> FillAndReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_isError) throw new IOException("The engine broke the stream off: " + await ReadErrorAsync(cancellationToken).ConfigureAwait(false));
            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) return _remainingInFrame == 0 && _start == _end ? default : throw CreateTruncatedException();
            if (TryReadPiece(out var piece)) return piece;
        }
    }

    /// <summary>Takes what the buffer holds, without a wait, and so without what an asynchronous method costs for each frame.</summary>
    private bool TryReadPiece(out OutputPiece piece)
    {
        while (!tty && _remainingInFrame == 0 && !_isError && _end - _start >= HeaderLength) ReadFrameHeader();
        var isThere = (tty || _remainingInFrame > 0) && !_isError && _start < _end;
        piece = isThere ? ReadPiece() : default;
        return isThere;
    }

    private void ReadFrameHeader()
    {
        var kind = _buffer[_start];
        _remainingInFrame = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 4));
        _start += HeaderLength;
        _isFrameStart = true;
        _isError = kind == ErrorFrame;
        if (kind > ErrorFrame) throw new IOException($"The engine's stream is not multiplexed output: a frame of kind {kind}.");
        // Kind 0 is what the process had on its stdin; engines never send it, and the docker command shows it as output.
        _source = kind == 2 ? OutputSource.Stderr : OutputSource.Stdout;
    }

    private OutputPiece ReadPiece()
    {
        var length = _end - _start;
        if (!tty)
        {
            length = (int)Math.Min((uint)length, _remainingInFrame);
            _remainingInFrame -= (uint)length;
        }

        var piece = new OutputPiece(_source, _buffer.AsMemory(_start, length), _isFrameStart);
        _isFrameStart = false;
        _start += length;
        return piece;
    }

    private async Task<string> ReadErrorAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        while (_remainingInFrame > 0 && message.Length < MaximumErrorLength)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false)) break;
            message.Write(ReadPiece().Bytes.Span);
        }

        return Encoding.UTF8.GetString(message.ToArray()).Trim();
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            // Fewer than HeadLength bytes: a split head is the only thing ever carried over.
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    private static EndOfStreamException CreateTruncatedException() => new("The engine's stream ended in the middle of a frame.");
}
