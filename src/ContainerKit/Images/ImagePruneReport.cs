using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The result of a prune of images. Immutable data.</summary>
public sealed record ImagePruneReport
{
    internal ImagePruneReport()
    {
    }

    /// <summary>The removed names.</summary>
    public required IReadOnlyList<string> Untagged { get; init; }

    /// <summary>The ids of the removed images and layers.</summary>
    public required IReadOnlyList<string> Deleted { get; init; }

    /// <summary>The disk space that was freed, in bytes.</summary>
    public long ReclaimedBytes { get; init; }

    /// <summary>Returns the number of removed images and layers and the freed space on one line.</summary>
    public override string ToString() => $"{Deleted.Count} images and layers, {ErrorText.FormatSize(ReclaimedBytes)}";

    internal static ImagePruneReport Read(JsonElement json)
    {
        var report = ImageRemoveReport.Read([.. json.EnumerateItems("ImagesDeleted")]);
        return new ImagePruneReport
        {
            Untagged = report.Untagged,
            Deleted = report.Deleted,
            ReclaimedBytes = json.GetInt64OrDefault("SpaceReclaimed"),
        };
    }
}
