using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What a prune took away. Plain data.</summary>
public sealed record ImagePruneReport
{
    internal ImagePruneReport()
    {
    }

    /// <summary>The names that are gone.</summary>
    public required IReadOnlyList<string> Untagged { get; init; }

    /// <summary>The ids of the images that are gone, and those of their layers.</summary>
    public required IReadOnlyList<string> Deleted { get; init; }

    /// <summary>How many bytes of disk are free again.</summary>
    public long ReclaimedBytes { get; init; }

    /// <summary>How much it was on one line.</summary>
    public override string ToString() => $"{Deleted.Count} images and layers, {ErrorText.FormatSize(ReclaimedBytes)}";

    internal static ImagePruneReport Read(JsonElement json)
    {
        var removal = ImageRemoveReport.Read([.. json.EnumerateItems("ImagesDeleted")]);
        return new ImagePruneReport { Untagged = removal.Untagged, Deleted = removal.Deleted, ReclaimedBytes = json.GetInt64OrDefault("SpaceReclaimed") };
    }
}
