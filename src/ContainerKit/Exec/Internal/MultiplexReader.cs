using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ContainerKit.Exec;

/// <summary>
/// Reads the multiplexed stream of the engine: frames of an 8-byte header (stream type, three zeros, big-endian length)
/// and a payload. With a TTY there are no frames, and all output is standard output.
/// </summary>
/// <remarks>
/// One read of the connection serves many small frames, and a large frame is returned in pieces, so the memory is one
/// buffer. The Engine API documents the format at <c>POST /containers/{id}/attach</c>, "Stream format".
/// </remarks>
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

    /// <summary>
    /// Indicates whether frames of the same output that have arrived together are returned as one piece. Default: false.
    /// </summary>
    public bool MergesFrames { get; init; }

    /// <summary>Reads the next piece of output.</summary>
    /// <exception cref="IOException">
    /// The stream ended inside a frame, is not multiplexed, or contains an error of the engine.
    /// </exception>
    public ValueTask<OutputPiece> ReadAsync(CancellationToken cancellationToken) =>
        TryReadPiece(out var piece) ? ValueTask.FromResult(piece) : FillAndReadAsync(cancellationToken);

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<OutputPiece> FillAndReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_isError)
            {
                var error = await ReadErrorAsync(cancellationToken).ConfigureAwait(false);
                throw new EngineStreamException("The engine reported an error in the stream: " + error);
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return _remainingInFrame == 0 && _start == _end ? default : throw CreateTruncatedException();
            if (TryReadPiece(out var piece)) return piece;
        }
    }

    /// <summary>
    /// Reads a piece from the buffer without waiting, which saves the cost of an asynchronous call for each frame.
    /// </summary>
    private bool TryReadPiece(out OutputPiece piece)
    {
        while (!tty && _remainingInFrame == 0 && !_isError && _end - _start >= HeaderLength) ReadFrameHeader();
        var isAvailable = (tty || _remainingInFrame > 0) && !_isError && _start < _end;
        piece = isAvailable ? ReadPiece() : default;
        return isAvailable;
    }

    private void ReadFrameHeader()
    {
        var streamType = _buffer[_start];
        _remainingInFrame = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 4));
        _start += HeaderLength;
        _isFrameStart = true;
        _isError = streamType == ErrorFrame;
        if (streamType > ErrorFrame)
            throw new IOException($"The engine's stream is not multiplexed output: a frame has the stream type {streamType}.");
        // Stream type 0 is stdin. Engines do not send it, and the Docker CLI writes it to stdout.
        _source = streamType == 2 ? OutputSource.Stderr : OutputSource.Stdout;
    }

    private OutputPiece ReadPiece()
    {
        var length = _end - _start;
        if (!tty)
        {
            length = (int)Math.Min((uint)length, _remainingInFrame);
            _remainingInFrame -= (uint)length;
        }

        var start = _start;
        _start += length;
        while (MergesFrames && TryMergeFrame(start + length) is > 0 and var merged) length += merged;
        var piece = new OutputPiece(_source, _buffer.AsMemory(start, length), _isFrameStart);
        _isFrameStart = false;
        return piece;
    }

    /// <summary>Moves the payload of the next frame to the end of a piece, over the header of the frame.</summary>
    /// <returns>The number of bytes; 0 if the next frame has another type or has not arrived.</returns>
    private int TryMergeFrame(int end)
    {
        if (tty || _isError || _remainingInFrame > 0 || _end - _start <= HeaderLength) return 0;
        if (_buffer[_start] != (_source == OutputSource.Stderr ? 2 : 1)) return 0;
        var length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 4));
        var available = (int)Math.Min((uint)(_end - _start - HeaderLength), length);
        if (available == 0) return 0;
        _buffer.AsSpan(_start + HeaderLength, available).CopyTo(_buffer.AsSpan(end));
        _remainingInFrame = length - (uint)available;
        _start += HeaderLength + available;
        return available;
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            // Fewer than HeaderLength bytes: only a split header is left over.
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    private static EndOfStreamException CreateTruncatedException() => new("The engine's stream ended in the middle of a frame.");
}
