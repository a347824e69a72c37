using System.Text.Json;
using ContainerKit.Engines;
using ContainerKit.Errors;
using ContainerKit.Streams;

namespace ContainerKit;

/// <summary>How an image is removed. Immutable.</summary>
public sealed record ImageRemoveOptions
{
    /// <summary>
    /// Whether it goes although stopped containers are made from it, or although an image that is reached by its id has several names. What a running
    /// container uses loses its name at most. Default: false.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Whether the images it was made from stay although they have no name. Default: false, they go along.</summary>
    public bool KeepParents { get; init; }
}

/// <summary>What a removal took away. Plain data.</summary>
public sealed record ImageRemoval
{
    internal ImageRemoval()
    {
    }

    /// <summary>The names that are gone.</summary>
    public required IReadOnlyList<string> Untagged { get; init; }

    /// <summary>The ids of the images that are gone, and those of their layers. Empty where the image has other names, or is in use.</summary>
    public required IReadOnlyList<string> Deleted { get; init; }

    /// <summary>How much it was on one line.</summary>
    public override string ToString() => $"untagged: {(Untagged.Count == 0 ? "nothing" : string.Join(", ", Untagged))}; deleted: {Deleted.Count}";

    internal static ImageRemoval Read(IReadOnlyList<JsonElement> items) => new() { Untagged = Texts(items, "Untagged"), Deleted = Texts(items, "Deleted") };

    internal static IReadOnlyList<string> Texts(IReadOnlyList<JsonElement> items, string name) => [.. items.Select(item => item.Text(name)).Where(text => text.Length > 0)];
}

/// <summary>Which images a prune removes. Immutable. None that a container is made from, be it stopped, is ever among them.</summary>
public sealed record ImagePruneFilter
{
    /// <summary>Whether images that have a name go, too, when no container is made from them. Default: false, only those without one.</summary>
    public bool Named { get; init; }

    /// <summary>Labels that an image has to have to go, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecChecks.Words(value, "labels");
    } = [];

    /// <summary>Labels that save an image, as <c>key</c> or <c>key=value</c>. Default: none.</summary>
    public IReadOnlyList<string> WithoutLabels
    {
        get;
        init => field = SpecChecks.Words(value, "labels");
    } = [];

    /// <summary>Only images that were made before this time. Default: any.</summary>
    public DateTimeOffset? Until { get; init; }

    internal string Query() => new EngineFilters()
        .Add("dangling", [Named ? "false" : "true"])
        .Add("until", Until is { } until ? [EngineFilters.Moment(until)] : [])
        .Add("label", Labels)
        .Add("label!", WithoutLabels)
        .Query().TrimStart('&');
}

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
    public override string ToString() => $"{Deleted.Count} images and layers, {Explain.Size(ReclaimedBytes)}";

    internal static ImagePruneReport Read(JsonElement json)
    {
        var removal = ImageRemoval.Read([.. json.Items("ImagesDeleted")]);
        return new ImagePruneReport { Untagged = removal.Untagged, Deleted = removal.Deleted, ReclaimedBytes = json.Number("SpaceReclaimed") };
    }
}
