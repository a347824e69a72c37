using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What a prune removed. Plain data.</summary>
public sealed record PruneReport
{
    internal PruneReport()
    {
    }

    /// <summary>The ids, or names, of what was removed.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>How much room on disk that freed, in bytes.</summary>
    public long ReclaimedBytes { get; init; }

    /// <summary>The count and the bytes on one line.</summary>
    public override string ToString() => $"{Removed.Count} removed, {ReclaimedBytes} bytes reclaimed";

    internal static PruneReport Read(JsonElement json, string removed) => new() { Removed = json.GetStrings(removed), ReclaimedBytes = json.GetInt64OrDefault("SpaceReclaimed") };
}
