using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The result of a prune. Immutable data.</summary>
public sealed record PruneReport
{
    internal PruneReport()
    {
    }

    /// <summary>The ids or names of the removed resources.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>The disk space that was freed, in bytes.</summary>
    public long ReclaimedBytes { get; init; }

    /// <summary>Returns the number of removed resources and the freed space on one line.</summary>
    public override string ToString() => $"{Removed.Count} removed, {ReclaimedBytes} bytes reclaimed";

    internal static PruneReport Read(JsonElement json, string removedProperty) =>
        new() { Removed = json.GetStrings(removedProperty), ReclaimedBytes = json.GetInt64OrDefault("SpaceReclaimed") };
}
