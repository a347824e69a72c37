using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using ContainerKit.Exec;
using ContainerKit.Http;

namespace ContainerKit.Containers;

/// <summary>Reads a container's log, each byte once.</summary>
internal static class LogReader
{
    private const string Verb = "read the log of";

    // Docker Engine 23.0.
    private static readonly Version _followsToTheEnd = new(1, 42);

    /// <summary>The log's lines while they come.</summary>
    public static async IAsyncEnumerable<OutputLine> LinesAsync(
        ContainerClient container, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new Queue<OutputLine>();
        LogLines[] sources = [new LogLines(OutputSource.Stdout, options.Timestamps), new LogLines(OutputSource.Stderr, options.Timestamps)];
        await foreach (var piece in PiecesAsync(container, options, cancellationToken).ConfigureAwait(false))
        {
            sources[IndexOf(piece.Source)].Push(piece, lines.Enqueue);
            while (lines.TryDequeue(out var line)) yield return line;
        }

        foreach (var source in sources) source.Finish(lines.Enqueue);
        while (lines.TryDequeue(out var line)) yield return line;
    }

    /// <summary>The whole log into a collector.</summary>
    public static async Task ReadAsync(ContainerClient container, LogOptions options, OutputCollector output, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(container, options, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, await IsTtyAsync(container, cancellationToken).ConfigureAwait(false));
        await container.Engine.ReadToEndAsync(Doing(container), token => output.ReadAsync(reader, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The whole log into streams of the caller's.</summary>
    public static async Task CopyAsync(ContainerClient container, LogOptions options, Stream stdout, Stream stderr, CancellationToken cancellationToken)
    {
        await foreach (var piece in PiecesAsync(container, options, cancellationToken).ConfigureAwait(false))
            await (piece.Source == OutputSource.Stderr ? stderr : stdout).WriteAsync(piece.Bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a log was refused since there is none, as with the log driver none.</summary>
    // Docker has a status for it, Podman has words.
    public static bool HasNoLog(EngineApiException e) => e.StatusCode == HttpStatusCode.NotImplemented || e.Says("cannot read logs");

    private static async IAsyncEnumerable<OutputPiece> PiecesAsync(
        ContainerClient container, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(container, options, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, await IsTtyAsync(container, cancellationToken).ConfigureAwait(false));
        bool[] isInLine = [false, false];
        while (true)
        {
            var piece = await container.Engine.ExecuteAsync(
                Doing(container), token => reader.ReadAsync(token).AsTask(), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            if (piece.IsEnd) break;
            isInLine[IndexOf(piece.Source)] = piece.Bytes.Span[^1] != '\n';
            yield return piece;
        }

        if (!options.Follow || options.Tail == 0 || await container.Engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false) >= _followsToTheEnd) yield break;
        foreach (var lost in await LostAsync(container, options, isInLine, cancellationToken).ConfigureAwait(false)) yield return lost;
    }

    /// <summary>
    /// Older engines may end a follower before the last line, where that has no line end; in the log it is. Only an output's last line can be
    /// without one, so that one is the lost one, unless the follower has got one too.
    /// </summary>
    private static async Task<IReadOnlyList<OutputPiece>> LostAsync(ContainerClient container, LogOptions options, bool[] isInLine, CancellationToken cancellationToken)
    {
        // The last line of the one output, and that of the other.
        var last = options with { Follow = false, Tail = 2 };
        ArrayBufferWriter<byte>[] ends = [new(), new()];
        try
        {
            await foreach (var piece in PiecesAsync(container, last, cancellationToken).ConfigureAwait(false))
            {
                var end = ends[IndexOf(piece.Source)];
                var lineEnd = piece.Bytes.Span.LastIndexOf((byte)'\n');
                if (lineEnd >= 0) end.ResetWrittenCount();
                end.Write(piece.Bytes.Span[(lineEnd + 1)..]);
            }
        }
        catch (ContainerNotFoundException)
        {
            // Removed by now, and its log with it.
            return [];
        }

        return [.. new[] { OutputSource.Stdout, OutputSource.Stderr }.Where(source => !isInLine[IndexOf(source)] && ends[IndexOf(source)].WrittenCount > 0)
            .Select(source => new OutputPiece(source, ends[IndexOf(source)].WrittenMemory, IsFrameStart: true))];
    }

    private static int IndexOf(OutputSource source) => source == OutputSource.Stderr ? 1 : 0;

    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    private static Task<HttpResponseMessage> OpenAsync(ContainerClient container, LogOptions options, CancellationToken cancellationToken)
    {
        var request = container.Get("logs", Verb) with
        {
            Query = new()
            {
                { "stdout", options.Stdout },
                { "stderr", options.Stderr },
                { "follow", options.Follow },
                { "timestamps", options.Timestamps },
                { "tail", options.Tail },
                { "since", options.Since is { } since ? EngineFilters.FormatTime(since) : null },
                { "until", options.Until is { } until ? EngineFilters.FormatTime(until) : null },
            },
        };
        return container.Engine.OpenAsync(request, cancellationToken);
    }

    private static async ValueTask<bool> IsTtyAsync(ContainerClient container, CancellationToken cancellationToken) =>
        container.CreationInfo?.Tty ?? (await container.InspectAsync(cancellationToken).ConfigureAwait(false)).Tty;

    private static string Doing(ContainerClient container) => $"{Verb} {container}";
}
