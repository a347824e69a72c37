using System.Buffers;
using System.Buffers.Binary;

namespace ContainerKit.Http;

/// <summary>
/// The server side of one HTTP/2 connection (RFC 9113) over a raw stream, with prior knowledge: the peer sends the preface at once.
/// It serves each request concurrently. Everything that the peer sends has a limit.
/// </summary>
/// <param name="connection">The raw stream. The caller disposes it.</param>
/// <param name="serve">Serves a request. It throws only if the stream was aborted or the connection failed.</param>
internal sealed class Http2Connection(Stream connection, Func<Http2Stream, Task> serve) : IDisposable
{
    /// <summary>The window of a stream and of the connection before any change (RFC 9113, section 6.9.2).</summary>
    public const int InitialWindow = 65_535;

    private const int MaximumStreams = 64;
    private const int MaximumHeaderList = 1024 * 1024;
    private const ushort MaximumStreamsSetting = 3, InitialWindowSetting = 4, MaximumHeaderListSetting = 6;

    private readonly Http2Writer _writer = new(connection);
    private readonly HpackDecoder _headers = new(MaximumHeaderList);
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly Dictionary<int, Task> _work = [];
    private readonly Lock _lock = new();
    private int _lastStream;

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Serves requests until the peer closes the connection. No work is running when the method returns.</summary>
    /// <exception cref="Http2Exception">The peer violated the protocol.</exception>
    /// <exception cref="IOException">The connection failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await SendSettingsAsync(cancellationToken).ConfigureAwait(false);
            await ReadPrefaceAsync(cancellationToken).ConfigureAwait(false);
            var buffer = new byte[Http2Frame.MaximumPayload];
            while (await ReadFrameAsync(buffer, cancellationToken).ConfigureAwait(false) is { } frame)
                await ProcessAsync(frame, buffer.AsMemory(0, frame.Length), stop.Token).ConfigureAwait(false);
        }
        catch (Http2Exception e)
        {
            await SendGoAwayAsync(e.Code, cancellationToken).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            Task[] work;
            lock (_lock) work = [.. _work.Values];
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _writer.Dispose();

    private async Task ProcessAsync(Http2Frame frame, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        switch (frame.Type)
        {
            case Http2FrameType.Data:
                await ReceiveDataAsync(frame, payload, cancellationToken).ConfigureAwait(false);
                break;
            case Http2FrameType.Headers:
                await ReceiveHeadersAsync(frame, payload, cancellationToken).ConfigureAwait(false);
                break;
            case Http2FrameType.ResetStream:
                RequireStream(frame);
                RequireLength(frame, sizeof(int));
                lock (_lock)
                {
                    if (_streams.TryGetValue(frame.StreamId, out var stream)) stream.Abort();
                }

                break;
            case Http2FrameType.Settings:
                await ReceiveSettingsAsync(frame, payload, cancellationToken).ConfigureAwait(false);
                break;
            case Http2FrameType.Ping:
                RequireLength(frame, sizeof(long));
                if (!frame.Flags.HasFlag(Http2FrameFlags.EndStreamOrAcknowledgment))
                {
                    await _writer.WriteAsync(Http2FrameType.Ping, Http2FrameFlags.EndStreamOrAcknowledgment, 0, payload, cancellationToken)
                        .ConfigureAwait(false);
                }

                break;
            case Http2FrameType.WindowUpdate:
                RequireLength(frame, sizeof(int));
                _writer.Windows.Grant(frame.StreamId, BinaryPrimitives.ReadInt32BigEndian(payload.Span) & int.MaxValue);
                break;
            case Http2FrameType.PushPromise:
                throw Violation("a client sends a push");
            case Http2FrameType.Continuation:
                throw Violation("a continuation has no headers before it");
        }
    }

    // The data of a stream that has ended is dropped, but counts for the window of the connection.
    private async Task ReceiveDataAsync(Http2Frame frame, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        RequireStream(frame);
        if (frame.StreamId > _lastStream) throw Violation("a stream has data before its headers");
        var data = frame.RemovePadding(payload);
        Find(frame.StreamId)?.Receive(data.Span, frame.Length, frame.Flags.HasFlag(Http2FrameFlags.EndStreamOrAcknowledgment));
        // The windows of the streams limit the memory, so that the window of the connection is granted again at once.
        if (frame.Length == 0) return;
        await _writer.WriteNumberAsync(Http2FrameType.WindowUpdate, 0, frame.Length, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReceiveHeadersAsync(Http2Frame frame, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        RequireStream(frame);
        var block = new ArrayBufferWriter<byte>();
        block.Write(frame.RemovePadding(payload).Span);
        var (isComplete, buffer) = (frame.Flags.HasFlag(Http2FrameFlags.EndHeaders), new byte[Http2Frame.MaximumPayload]);
        while (!isComplete)
        {
            if (await ReadFrameAsync(buffer, cancellationToken).ConfigureAwait(false) is not { } next) return;
            if (next.Type != Http2FrameType.Continuation || next.StreamId != frame.StreamId)
                throw Violation("the headers of a stream are interrupted by another frame");
            block.Write(buffer.AsSpan(0, next.Length));
            isComplete = next.Flags.HasFlag(Http2FrameFlags.EndHeaders);
            if (block.WrittenCount > MaximumHeaderList || next is { Length: 0 } && !isComplete)
                throw new Http2Exception(Http2ErrorCode.EnhanceYourCalm, "the headers of a stream are too long");
        }

        // The block is decoded in any case, because it changes the table of the decoder.
        var headers = _headers.Decode(block.WrittenSpan);
        var isLast = frame.Flags.HasFlag(Http2FrameFlags.EndStreamOrAcknowledgment);
        if (frame.StreamId <= _lastStream)
        {
            // The trailers of a request; gRPC has none.
            if (!isLast) throw Violation("a stream has a second set of headers");
            Find(frame.StreamId)?.Receive([], 0, isLast);
            return;
        }

        if (frame.StreamId % 2 == 0) throw Violation("a client opens a stream with an even number");
        _lastStream = frame.StreamId;
        await StartAsync(frame.StreamId, headers, isLast, cancellationToken).ConfigureAwait(false);
    }

    private async Task StartAsync(
        int id, IReadOnlyList<(string Name, string Value)> headers, bool isLast, CancellationToken cancellationToken)
    {
        bool isRefused;
        lock (_lock) isRefused = _work.Count >= MaximumStreams;
        if (isRefused)
        {
            await ResetAsync(id, Http2ErrorCode.RefusedStream, cancellationToken).ConfigureAwait(false);
            return;
        }

        var stream = new Http2Stream(id, headers, _writer, cancellationToken);
        _writer.Windows.Open(id);
        if (isLast) stream.Receive([], 0, isLast);
        lock (_lock)
        {
            _streams.Add(id, stream);
            _work.Add(id, Task.Run(() => ServeAsync(stream, cancellationToken), CancellationToken.None));
        }
    }

    private async Task ServeAsync(Http2Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await serve(stream).ConfigureAwait(false);
            // The peer need not send the rest of its request.
            if (!stream.IsBodyComplete) await ResetAsync(stream.Id, Http2ErrorCode.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The peer aborted the stream, or the connection failed, which the reading loop reports.
        }
        finally
        {
            _writer.Windows.Close(stream.Id);
            lock (_lock)
            {
                _streams.Remove(stream.Id);
                _work.Remove(stream.Id);
            }

            stream.Dispose();
        }
    }

    private async Task ReceiveSettingsAsync(Http2Frame frame, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        const int SettingSize = 6;
        if (frame.StreamId != 0) throw Violation("settings belong to a stream");
        if (frame.Flags.HasFlag(Http2FrameFlags.EndStreamOrAcknowledgment)) return;
        if (frame.Length % SettingSize != 0) throw new Http2Exception(Http2ErrorCode.FrameSize, "settings are cut off");
        for (; !payload.IsEmpty; payload = payload[SettingSize..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(payload.Span) == InitialWindowSetting)
                _writer.Windows.ChangeInitial(BinaryPrimitives.ReadUInt32BigEndian(payload.Span[sizeof(ushort)..]));
        }

        await _writer.WriteAsync(Http2FrameType.Settings, Http2FrameFlags.EndStreamOrAcknowledgment, 0, default, cancellationToken)
            .ConfigureAwait(false);
    }

    private Task SendSettingsAsync(CancellationToken cancellationToken)
    {
        (ushort Setting, int Value)[] settings =
            [(MaximumStreamsSetting, MaximumStreams), (MaximumHeaderListSetting, MaximumHeaderList)];
        var payload = new byte[settings.Length * (sizeof(ushort) + sizeof(int))];
        var rest = payload.AsSpan();
        foreach (var (setting, value) in settings)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, setting);
            BinaryPrimitives.WriteInt32BigEndian(rest[sizeof(ushort)..], value);
            rest = rest[(sizeof(ushort) + sizeof(int))..];
        }

        return _writer.WriteAsync(Http2FrameType.Settings, Http2FrameFlags.None, 0, payload, cancellationToken);
    }

    private async Task SendGoAwayAsync(Http2ErrorCode code, CancellationToken cancellationToken)
    {
        var payload = new byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, _lastStream);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(sizeof(int)), (int)code);
        try
        {
            await _writer.WriteAsync(Http2FrameType.GoAway, Http2FrameFlags.None, 0, payload, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The violation is reported to the caller in any case.
        }
    }

    private Task ResetAsync(int stream, Http2ErrorCode code, CancellationToken cancellationToken) =>
        _writer.WriteNumberAsync(Http2FrameType.ResetStream, stream, (int)code, cancellationToken);

    private async Task ReadPrefaceAsync(CancellationToken cancellationToken)
    {
        var preface = new byte[Preface.Length];
        var count = await connection.ReadAtLeastAsync(preface, preface.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        // A peer that closes the connection at once needs no answer.
        if (count > 0 && !preface.AsSpan().SequenceEqual(Preface)) throw Violation("the connection does not start with the preface");
    }

    // Returns null if the connection ends between two frames.
    private async ValueTask<Http2Frame?> ReadFrameAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        var header = buffer.AsMemory(0, Http2Frame.HeaderSize);
        var count = await connection.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (count == 0) return null;
        if (count < header.Length) throw Violation("the connection ends in the middle of a frame");
        var frame = Http2Frame.Parse(header.Span);
        if (frame.Length > Http2Frame.MaximumPayload) throw new Http2Exception(Http2ErrorCode.FrameSize, "a frame is too long");
        count = await connection.ReadAtLeastAsync(
            buffer.AsMemory(0, frame.Length), frame.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return count == frame.Length ? frame : throw Violation("the connection ends in the middle of a frame");
    }

    private Http2Stream? Find(int id)
    {
        lock (_lock) return _streams.GetValueOrDefault(id);
    }

    private static void RequireStream(Http2Frame frame)
    {
        if (frame.StreamId == 0) throw Violation("a frame of a stream belongs to none");
    }

    private static void RequireLength(Http2Frame frame, int length)
    {
        if (frame.Length != length) throw new Http2Exception(Http2ErrorCode.FrameSize, "a frame has an invalid length");
    }

    private static Http2Exception Violation(string reason) => new(Http2ErrorCode.Protocol, reason);
}
