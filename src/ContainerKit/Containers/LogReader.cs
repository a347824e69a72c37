using System.Runtime.CompilerServices;
using ContainerKit.Engines;
using ContainerKit.Streams;

namespace ContainerKit.Containers;

/// <summary>Reads a container's log, each byte once.</summary>
internal static class LogReader
{
    private const string Verb = "read the log of";

    /// <summary>The log's lines while they come.</summary>
    public static async IAsyncEnumerable<OutputLine> LinesAsync(
        Container container, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(container, options, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, await IsTtyAsync(container, cancellationToken).ConfigureAwait(false));
        var lines = new Queue<OutputLine>();
        var sources = new[] { new LogLines(OutputSource.Stdout, options.Timestamps), new LogLines(OutputSource.Stderr, options.Timestamps) };
        var isEnd = false;
        while (!isEnd)
        {
            isEnd = await container.Engine.Calls.GuardAsync(
                Doing(container), token => ReadOneAsync(reader, sources, lines, token), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            while (lines.TryDequeue(out var line)) yield return line;
        }
    }

    /// <summary>The whole log into a collector.</summary>
    public static async Task ReadAsync(Container container, LogOptions options, OutputCollector output, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(container, options, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, await IsTtyAsync(container, cancellationToken).ConfigureAwait(false));
        await container.Engine.Calls.FollowAsync(Doing(container), token => output.ReadAsync(reader, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The whole log into streams of the caller's.</summary>
    public static async Task CopyAsync(Container container, LogOptions options, Stream stdout, Stream stderr, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(container, options, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, await IsTtyAsync(container, cancellationToken).ConfigureAwait(false));
        await container.Engine.Calls.FollowAsync(Doing(container), async token =>
        {
            while (await reader.ReadAsync(token).ConfigureAwait(false) is { IsEnd: false } piece)
            {
                var target = piece.Source == OutputSource.Stderr ? stderr : stdout;
                await CallerCode.RunAsync(() => target.WriteAsync(piece.Bytes, token), token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> ReadOneAsync(MultiplexReader reader, LogLines[] sources, Queue<OutputLine> lines, CancellationToken cancellationToken)
    {
        var piece = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (piece.IsEnd)
        {
            foreach (var source in sources) source.Finish(lines.Enqueue);
            return true;
        }

        sources[piece.Source == OutputSource.Stderr ? 1 : 0].Push(piece, lines.Enqueue);
        return false;
    }

    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    private static Task<HttpResponseMessage> OpenAsync(Container container, LogOptions options, CancellationToken cancellationToken)
    {
        var path = $"logs?stdout={Bit(options.Stdout)}&stderr={Bit(options.Stderr)}&follow={Bit(options.Follow)}&timestamps={Bit(options.Timestamps)}"
            + (options.Tail is { } tail ? $"&tail={tail}" : "")
            + (options.Since is { } since ? $"&since={EngineFilters.Moment(since)}" : "")
            + (options.Until is { } until ? $"&until={EngineFilters.Moment(until)}" : "");
        return container.OpenAsync(Verb, path, cancellationToken);
    }

    private static async ValueTask<bool> IsTtyAsync(Container container, CancellationToken cancellationToken) =>
        container.Shape?.Tty ?? (await container.InspectAsync(cancellationToken).ConfigureAwait(false)).Tty;

    private static string Doing(Container container) => $"{Verb} {container}";

    private static char Bit(bool value) => value ? '1' : '0';
}
