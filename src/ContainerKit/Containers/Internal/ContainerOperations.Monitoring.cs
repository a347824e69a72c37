using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    // Podman reads these columns itself; see "Format descriptors" in https://docs.podman.io/en/v4.3/markdown/podman-top.1.html.
    private const string PodmanColumns = "user,pid,ppid,args";

    private const string StatsVerb = "read the stats of";

    /// <summary>Lists the processes of a container.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/top</c>.</remarks>
    public static async Task<IReadOnlyList<ContainerProcess>> TopAsync(
        ContainerClient container, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var quirks = await container.Engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        var psArguments = arguments.Count > 0 ? string.Join(' ', arguments) : quirks.RunsPsInContainers ? PodmanColumns : null;
        var request = container.Get("top", "list the processes of") with { Query = new() { { "ps_args", psArguments } } };
        var top = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var titles = top.GetStrings("Titles");
        if (titles.Count == 0 && quirks.RunsPsInContainers)
        {
            throw new EngineApiException(
                request.Operation, HttpStatusCode.OK, "",
                hint: " Podman 4 answers so if the container is not running, and if ps in it is missing or rejects the arguments.");
        }

        // Podman 4 reports the whole line of ps as one column.
        var isOneColumn = titles is [var line] && line.Trim().Contains(' ', StringComparison.Ordinal);
        if (isOneColumn) titles = titles[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. top.EnumerateItems("Processes")
                .Where(row => row.ValueKind == JsonValueKind.Array)
                .Select(row => ContainerProcess.Read(titles, ReadCells(row))),
        ];

        IReadOnlyList<string> ReadCells(JsonElement row)
        {
            string[] cells = [.. row.EnumerateArray().Select(cell => cell.ToString())];
            return isOneColumn && cells is [var text] ? text.Split(' ', titles.Count, StringSplitOptions.RemoveEmptyEntries) : cells;
        }
    }

    /// <summary>Gets the current resource usage of a container.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/stats?stream=0</c>.</remarks>
    public static async Task<ContainerStats> StatsAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        var quirks = await container.Engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        if (quirks.HasNoPreviousStats) return await ReadSecondStatsAsync(container, cancellationToken).ConfigureAwait(false);
        var request = container.Get("stats", StatsVerb) with { Query = new() { { "stream", false } } };
        return ContainerStats.Read(await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false));
    }

    // The first reading of the stream has no previous one, so it has no CPU usage. Podman sends one every 5 seconds.
    private static async Task<ContainerStats> ReadSecondStatsAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        ContainerStats? first = null;
        await foreach (var stats in FollowStatsAsync(container, cancellationToken).ConfigureAwait(false))
        {
            if (first is not null) return stats;
            first = stats;
        }

        // The container does not run, or has exited.
        return first ?? new ContainerStats();
    }

    /// <summary>Reads the resource usage of a container until it stops.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/stats?stream=1</c>.</remarks>
    public static async IAsyncEnumerable<ContainerStats> FollowStatsAsync(
        ContainerClient container, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = container.Get("stats", StatsVerb) with { Query = new() { { "stream", true } } };
        var items = JsonStream.ReadAsync(container.Engine, request, cancellationToken);
        await foreach (var item in items.ConfigureAwait(false))
        {
            var stats = ContainerStats.Read(item);
            // After a stop, engines keep the stream open and send empty items: the container may be started again.
            // See https://github.com/moby/moby/issues/10707.
            if (stats.ReadAt is null) yield break;
            yield return stats;
        }
    }

    /// <summary>Lists the files and folders that differ from the image of a container.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/changes</c>.</remarks>
    public static async Task<IReadOnlyList<FileChange>> ChangesAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        // Some storage drivers compare every file, so the time depends on the number of files.
        var request = container.Get("changes", "list the changed files of") with { Timeout = Timeout.InfiniteTimeSpan };
        var changes = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return changes.ValueKind == JsonValueKind.Array ? [.. changes.EnumerateArray().Select(FileChange.Read)] : [];
    }
}
