using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Containers;

/// <summary>Reads the logs of containers.</summary>
internal static class LogReader
{
    private const string Verb = "read the log of";
    private const int MaxTailLines = 50;
    private const int MaxTailChars = 16_000;

    // Docker Engine 23.0. Before it, a follower may miss a last line without a line feed:
    // https://github.com/moby/moby/issues/43860.
    private static readonly Version _completeFollowApi = new(1, 42);

    /// <summary>Reads a log line by line.</summary>
    public static async IAsyncEnumerable<OutputLine> ReadLinesAsync(
        ContainerClient container, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LogLines[] outputs = [new LogLines(OutputSource.Stdout, options.Timestamps), new LogLines(OutputSource.Stderr, options.Timestamps)];
        // Without timestamps, the limits of frames have no meaning.
        var pieces = ReadPiecesAsync(container, options, mergesFrames: !options.Timestamps, cancellationToken);
        await foreach (var piece in pieces.ConfigureAwait(false))
        {
            var output = outputs[IndexOf(piece.Source)];
            var bytes = output.Start(piece);
            while (output.TryTake(ref bytes, out var line)) yield return line;
        }

        var last = new List<OutputLine>();
        foreach (var output in outputs) output.Finish(last.Add);
        foreach (var line in last) yield return line;
    }

    /// <summary>
    /// Reads the end of a log for a message or an exception, without the last line end. Empty for an empty log.
    /// </summary>
    public static async Task<string> ReadTailAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        var tail = new LogTail(MaxTailLines, MaxTailChars);
        var options = new LogOptions { Tail = MaxTailLines };
        await foreach (var piece in ReadPiecesAsync(container, options, mergesFrames: true, cancellationToken).ConfigureAwait(false))
            tail.Push(piece);
        return ErrorText.LastLines(tail.ToString(), MaxTailLines, MaxTailChars);
    }

    /// <summary>
    /// Reads the end of a log to explain a failure. Empty if the engine is removing the container: reading its log could prevent that,
    /// see <see cref="ReadPiecesAsync"/>.
    /// </summary>
    public static async Task<string> ReadTailAsync(
        ContainerClient container, ContainerDetails details, CancellationToken cancellationToken) =>
        details is { AutoRemove: true, IsRunning: false } ? "" : await ReadTailAsync(container, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads a whole log into a collector.</summary>
    public static async Task ReadAsync(
        ContainerClient container, LogOptions options, OutputCollector output, bool tty, CancellationToken cancellationToken)
    {
        var request = LogRequest(container, options);
        using var response = await OpenAsync(container, request, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, tty) { MergesFrames = true };
        using var guard = container.Engine.StartReading(request, cancellationToken);
        try
        {
            await output.ReadAsync(reader, guard.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw await TranslateAsync(container, guard, e, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Copies a log to streams of the caller.</summary>
    public static async Task CopyAsync(
        ContainerClient container, LogOptions options, Stream stdout, Stream stderr, CancellationToken cancellationToken)
    {
        await foreach (var piece in ReadPiecesAsync(container, options, mergesFrames: true, cancellationToken).ConfigureAwait(false))
        {
            var target = piece.Source == OutputSource.Stderr ? stderr : stdout;
            await target.WriteAsync(piece.Bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Indicates whether an error reports that there is no log, as with the log driver none.</summary>
    // Docker reports it by the status, Podman by the message.
    public static bool HasNoLog(EngineApiException e) =>
        e.StatusCode == HttpStatusCode.NotImplemented || e.MessageContains("cannot read logs");

    private static async IAsyncEnumerable<OutputPiece> ReadPiecesAsync(
        ContainerClient container, LogOptions options, bool mergesFrames, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var engine = container.Engine;
        var request = LogRequest(container, options);
        using var response = await OpenAsync(container, request, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var (tty, autoRemove) = await container.GetSettingsAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, tty) { MergesFrames = mergesFrames };
        using var guard = engine.StartReading(request, cancellationToken);
        bool[] isInLine = [false, false];
        while (true)
        {
            guard.ThrowIfCanceled();
            OutputPiece piece;
            try
            {
                piece = await reader.ReadAsync(guard.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                throw await TranslateAsync(container, guard, e, cancellationToken).ConfigureAwait(false);
            }

            if (piece.IsEnd) break;
            isInLine[IndexOf(piece.Source)] = piece.Bytes.Span[^1] != '\n';
            yield return piece;
        }

        // The engine is removing a container with AutoRemove now. If its log was read, Docker 20.10 would create the file of the log
        // again, and could not remove the folder of the container.
        if (!options.Follow || options.Tail == 0 || autoRemove) yield break;
        if (await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false) >= _completeFollowApi) yield break;
        foreach (var piece in await ReadMissedLinesAsync(container, options, isInLine, cancellationToken).ConfigureAwait(false))
            yield return piece;
    }

    /// <summary>
    /// Returns the last line of each output that the follower missed. Only a last line without a line feed can be
    /// missed, so a line without one in the log is missing, unless the follower received such a line too.
    /// </summary>
    private static async Task<IReadOnlyList<OutputPiece>> ReadMissedLinesAsync(
        ContainerClient container, LogOptions options, bool[] isInLine, CancellationToken cancellationToken)
    {
        // Two lines: the last one of each output.
        var tailOptions = options with { Follow = false, Tail = 2 };
        ArrayBufferWriter<byte>[] tails = [new(), new()];
        try
        {
            var pieces = ReadPiecesAsync(container, tailOptions, mergesFrames: true, cancellationToken);
            await foreach (var piece in pieces.ConfigureAwait(false))
            {
                var tail = tails[IndexOf(piece.Source)];
                var lineEnd = piece.Bytes.Span.LastIndexOf((byte)'\n');
                if (lineEnd >= 0) tail.ResetWrittenCount();
                tail.Write(piece.Bytes.Span[(lineEnd + 1)..]);
                if (tail.WrittenCount > LineSplitter.MaximumLineLength)
                    throw container.Engine.InvalidResponse($"{Verb} {container}", "the last line of the log is too long to be read again");
            }
        }
        catch (ContainerNotFoundException)
        {
            // The container was removed, and its log with it.
            return [];
        }

        return
        [
            .. new[] { OutputSource.Stdout, OutputSource.Stderr }
                .Where(source => !isInLine[IndexOf(source)] && tails[IndexOf(source)].WrittenCount > 0)
                .Select(source => new OutputPiece(source, tails[IndexOf(source)].WrittenMemory, IsFrameStart: true)),
        ];
    }

    /// <summary>Sends a request for a log.</summary>
    private static async Task<HttpResponseMessage> OpenAsync(
        ContainerClient container, EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await container.Engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.InternalServerError)
        {
            if (await IsBeingRemovedAsync(container, cancellationToken).ConfigureAwait(false)) throw container.NotFound(Verb, e);
            throw;
        }
    }

    /// <summary>Returns the exception for a failure of reading the response.</summary>
    private static async Task<Exception> TranslateAsync(
        ContainerClient container, ResponseGuard guard, Exception e, CancellationToken cancellationToken)
    {
        var failure = guard.Translate(e);
        return e is EngineStreamException && await IsBeingRemovedAsync(container, cancellationToken).ConfigureAwait(false)
            ? container.NotFound(Verb, failure)
            : failure;
    }

    /// <summary>Returns true if an error of the engine is caused by the removal of the container.</summary>
    /// <remarks>
    /// Docker responds 409 as soon as the removal has begun, and 500 or, after a successful response, an error in the stream if the
    /// file of the log has been deleted meanwhile. See https://github.com/moby/moby/blob/v20.10.24/daemon/logs.go.
    /// </remarks>
    private static async Task<bool> IsBeingRemovedAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            var details = await container.InspectAsync(cancellationToken).ConfigureAwait(false);
            return details.State is ContainerState.Removing or ContainerState.Dead;
        }
        catch (ContainerNotFoundException)
        {
            return true;
        }
        catch (ContainerKitException)
        {
            // The first error is reported.
            return false;
        }
    }

    private static int IndexOf(OutputSource source) => source == OutputSource.Stderr ? 1 : 0;

    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    private static EngineRequest LogRequest(ContainerClient container, LogOptions options) => container.Get("logs", Verb) with
    {
        IsStreamed = true,
        Query = new()
        {
            { "stdout", options.Stdout },
            { "stderr", options.Stderr },
            { "follow", options.Follow },
            { "timestamps", options.Timestamps },
            { "tail", options.Tail },
            { "since", options.Since is { } since ? FormatSince(container.Engine.Quirks, since) : null },
            { "until", options.Until is { } until ? FormatUntil(container.Engine.Quirks, until) : null },
        },
    };

    private static string FormatSince(EngineQuirks quirks, DateTimeOffset time) =>
        quirks.ExcludesLogLimits ? EngineTime.FormatBefore(time) : EngineTime.FormatFirst(time);

    private static string FormatUntil(EngineQuirks quirks, DateTimeOffset time) =>
        quirks.ExcludesLogLimits ? EngineTime.FormatAfter(time) : EngineTime.FormatLast(time);
}
