using System.Globalization;
using System.Text.Json.Nodes;
using ContainerKit.Streams;

namespace ContainerKit;

/// <summary>Which of the things that nobody uses to remove: those that all of it holds for. Immutable; with nothing said, all of them.</summary>
public sealed record PruneFilter
{
    /// <summary>Labels that the thing has, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecChecks.Words(value, "labels");
    } = [];

    /// <summary>Labels that the thing does not have, as <c>key</c> or <c>key=value</c>. Default: none.</summary>
    public IReadOnlyList<string> WithoutLabels
    {
        get;
        init => field = SpecChecks.Words(value, "labels");
    } = [];

    /// <summary>Only what was made before this time. Volumes cannot be chosen by it. Default: any time.</summary>
    public DateTimeOffset? Until { get; init; }

    internal JsonObject ToJson()
    {
        var filters = new JsonObject();
        filters.AddValues("label", Labels);
        filters.AddValues("label!", WithoutLabels);
        filters.AddValues("until", [Until?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)]);
        return filters;
    }
}

/// <summary>What a prune removed. Plain data.</summary>
public sealed record PruneReport
{
    internal PruneReport(IReadOnlyList<string> removed, long spaceReclaimed)
    {
        Removed = removed;
        SpaceReclaimed = spaceReclaimed;
    }

    /// <summary>What was removed, by name or id as the engine tells it.</summary>
    public IReadOnlyList<string> Removed { get; }

    /// <summary>How many bytes that freed, where the engine tells; 0 where it does not.</summary>
    public long SpaceReclaimed { get; }

    /// <summary>The count and the bytes on one line.</summary>
    public override string ToString() => $"{Removed.Count} removed, {SpaceReclaimed} bytes freed";
}
