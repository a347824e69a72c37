using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>Which images a prune removes. Immutable. None that a container is made from, be it stopped, is ever among them.</summary>
public sealed record ImagePruneFilter
{
    /// <summary>Whether images that have a name go, too, when no container is made from them. Default: false, only those without one.</summary>
    public bool Named { get; init; }

    /// <summary>Labels that an image has to have to go, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>Labels that save an image, as <c>key</c> or <c>key=value</c>. Default: none.</summary>
    public IReadOnlyList<string> WithoutLabels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>Only images that were made before this time. Default: any.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The prune on one line.</summary>
    public override string ToString() => Filters().After("prune images");

    internal string Query() => Filters().Query().TrimStart('&');

    private EngineFilters Filters() => new EngineFilters()
        .Add("dangling", !Named)
        .Add("until", Until)
        .Add("label", Labels)
        .Add("label!", WithoutLabels);
}
