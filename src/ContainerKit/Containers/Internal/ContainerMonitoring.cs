using System.Runtime.CompilerServices;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Containers;

/// <summary>Looks at what goes on in a container: processes, figures, changed files.</summary>
internal static class ContainerMonitoring
{
    /// <remarks>Engine API: <c>GET /containers/{id}/top</c>.</remarks>
    public static async Task<IReadOnlyList<ContainerProcess>> TopAsync(Container container, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var query = arguments.Count == 0 ? "" : "?ps_args=" + Uri.EscapeDataString(string.Join(' ', arguments));
        var top = await container.GetAsync("list the processes of", "top" + query, container.Engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        var titles = top.GetStrings("Titles");
        return [.. top.EnumerateItems("Processes").Where(row => row.ValueKind == JsonValueKind.Array)
            .Select(row => ContainerProcess.Read(titles, [.. row.EnumerateArray().Select(cell => cell.ToString())]))];
    }

    /// <remarks>Engine API: <c>GET /containers/{id}/stats?stream=1</c>.</remarks>
    public static async IAsyncEnumerable<ContainerStats> StatsAsync(Container container, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Verb = "read the stats of";
        var readings = JsonStream.ReadAsync(container.Engine.Calls, $"{Verb} {container}", () => container.OpenAsync(Verb, "stats?stream=1", cancellationToken), cancellationToken);
        await foreach (var reading in readings.ConfigureAwait(false))
        {
            var stats = ContainerStats.Read(reading);
            // Engines go on for ever with readings of nothing, in case it is started again.
            if (stats.ReadAt is null) yield break;
            yield return stats;
        }
    }

    /// <remarks>Engine API: <c>GET /containers/{id}/changes</c>.</remarks>
    public static async Task<IReadOnlyList<FileChange>> ChangesAsync(Container container, CancellationToken cancellationToken)
    {
        // For as long as it takes: some engines compare every file.
        var changes = await container.GetAsync("list the changed files of", "changes", Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return changes.ValueKind == JsonValueKind.Array ? [.. changes.EnumerateArray().Select(FileChange.Read)] : [];
    }
}
