using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>Which of the things that nothing uses are removed by a prune. Without conditions: all of them. Immutable.</summary>
public sealed record PruneFilter
{
    /// <summary>Only what was made before. Default: however new.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only what has these labels, as <c>key</c> or <c>key=value</c>; all of them. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>Only what has none of these labels, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> WithoutLabels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>The prune on one line.</summary>
    public override string ToString() => Filters().After("prune");

    internal string Query() => Filters().Query().TrimStart('&');

    private EngineFilters Filters() => new EngineFilters()
        .Add("until", Until)
        .Add("label", Labels)
        .Add("label!", WithoutLabels);
}
