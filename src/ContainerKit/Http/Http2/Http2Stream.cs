using System.Buffers;
using System.IO.Pipelines;

namespace ContainerKit.Http;

/// <summary>
/// One request of the peer and its response. The request body is buffered up to the size of the stream's window, which is granted again
/// as the body is read.
/// </summary>
internal sealed class Http2Stream : IDisposable
{
    private readonly Http2Writer _writer;
    private readonly CancellationTokenSource _stop;
    // Without a threshold writing never waits: the window limits the buffer.
    private readonly Pipe _body = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private int _window = Http2Connection.InitialWindow;
    private int _toGrant;

    /// <summary>Creates a stream.</summary>
    public Http2Stream(
        int id, IReadOnlyList<(string Name, string Value)> headers, Http2Writer writer, CancellationToken cancellationToken)
    {
        Id = id;
        Headers = headers;
        _writer = writer;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Aborted = _stop.Token;
    }

    /// <summary>The number of the stream.</summary>
    public int Id { get; }

    /// <summary>The headers of the request, with the pseudo-headers such as <c>:path</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    /// <summary>The token that is canceled when the peer or the end of the connection aborts the stream.</summary>
    public CancellationToken Aborted { get; }

    /// <summary>Indicates whether the peer has sent its whole body.</summary>
    public bool IsBodyComplete { get; private set; }

    /// <summary>Reads from the body. Returns 0 at its end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var result = await _body.Reader.ReadAsync(Aborted).ConfigureAwait(false);
        var piece = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
        piece.CopyTo(buffer.Span);
        var count = (int)piece.Length;
        _body.Reader.AdvanceTo(piece.End);
        await GrantAsync(count).ConfigureAwait(false);
        return count;
    }

    /// <summary>Sends headers, and with the last ones the end of the stream.</summary>
    public Task WriteHeadersAsync(IEnumerable<(string Name, string Value)> headers, bool isLast)
    {
        var flags = Http2FrameFlags.EndHeaders | (isLast ? Http2FrameFlags.EndStreamOrAcknowledgment : Http2FrameFlags.None);
        return _writer.WriteAsync(Http2FrameType.Headers, flags, Id, HpackEncoder.Encode(headers), Aborted);
    }

    /// <summary>Sends a part of the response body.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> data) => _writer.WriteDataAsync(Id, data, Aborted);

    /// <summary>Adds received data. It is called by the connection only.</summary>
    /// <param name="data">The data without padding.</param>
    /// <param name="size">The number of bytes with padding, which count for the window.</param>
    /// <param name="isLast">Indicates whether the body ends.</param>
    /// <exception cref="Http2Exception">The peer sent more than its window allows, or data after the end.</exception>
    public void Receive(ReadOnlySpan<byte> data, int size, bool isLast)
    {
        if (IsBodyComplete) throw new Http2Exception(Http2ErrorCode.Protocol, "a stream has data after its end");
        if (Interlocked.Add(ref _window, -size) < 0)
            throw new Http2Exception(Http2ErrorCode.FlowControl, "a stream has more data than its window allows");
        Interlocked.Add(ref _toGrant, size - data.Length);
        _body.Writer.Write(data);
        if (isLast)
        {
            IsBodyComplete = true;
            _body.Writer.Complete();
        }
        else if (!data.IsEmpty)
        {
            // It completes at once, because there is no threshold.
            _ = _body.Writer.FlushAsync(CancellationToken.None).AsTask();
        }
    }

    /// <summary>Aborts the work for this stream. Continuations of the work run later.</summary>
    public void Abort() => _ = _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();

    // Grants the read bytes again, in large steps.
    private async ValueTask GrantAsync(int count)
    {
        if (Interlocked.Add(ref _toGrant, count) < Http2Connection.InitialWindow / 2 || IsBodyComplete) return;
        var granted = Interlocked.Exchange(ref _toGrant, 0);
        Interlocked.Add(ref _window, granted);
        await _writer.WriteNumberAsync(Http2FrameType.WindowUpdate, Id, granted, Aborted).ConfigureAwait(false);
    }
}
