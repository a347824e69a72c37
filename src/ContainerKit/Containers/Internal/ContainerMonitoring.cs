using System.Runtime.CompilerServices;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Containers;

/// <summary>Looks at what goes on in a container: processes, figures, changed files.</summary>
internal static class ContainerMonitoring
{
    /// <remarks>Engine API: <c>GET /containers/{id}/top</c>.</remarks>
    public static async Task<IReadOnlyList<ContainerProcess>> TopAsync(ContainerClient container, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var request = container.Get("top", "list the processes of") with
        {
            Query = new() { { "ps_args", arguments.Count == 0 ? null : string.Join(' ', arguments) } },
        };
        var top = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var titles = top.GetStrings("Titles");
        return [.. top.EnumerateItems("Processes").Where(row => row.ValueKind == JsonValueKind.Array)
            .Select(row => ContainerProcess.Read(titles, [.. row.EnumerateArray().Select(cell => cell.ToString())]))];
    }

    /// <remarks>Engine API: <c>GET /containers/{id}/stats?stream=1</c>.</remarks>
    public static async IAsyncEnumerable<ContainerStats> StatsAsync(ContainerClient container, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = container.Get("stats", "read the stats of") with { Query = new() { { "stream", true } } };
        var readings = JsonStream.ReadAsync(container.Engine, request, cancellationToken);
        await foreach (var reading in readings.ConfigureAwait(false))
        {
            var stats = ContainerStats.Read(reading);
            // Engines go on for ever with readings of nothing, in case it is started again.
            if (stats.ReadAt is null) yield break;
            yield return stats;
        }
    }

    /// <remarks>Engine API: <c>GET /containers/{id}/changes</c>.</remarks>
    public static async Task<IReadOnlyList<FileChange>> ChangesAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        // For as long as it takes: some engines compare every file.
        var changes = await container.Engine.SendJsonAsync(
            container.Get("changes", "list the changed files of") with { Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false);
        return changes.ValueKind == JsonValueKind.Array ? [.. changes.EnumerateArray().Select(FileChange.Read)] : [];
    }
}
