using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// The unused resources that a prune removes. A resource must match all properties that are set. Default: all unused
/// resources. Immutable.
/// </summary>
public sealed record PruneFilter
{
    /// <summary>The time before which the resource was created. Default: any.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// The labels that the resource must have, as <c>key</c> or <c>key=value</c>. All must match. Default: any.
    /// </summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>The labels that the resource must not have, as <c>key</c> or <c>key=value</c>. Default: none.</summary>
    public IReadOnlyList<string> WithoutLabels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString() => Filters().Describe("prune");

    internal QueryString Query() => new() { Filters() };

    private EngineFilters Filters() => new EngineFilters()
        .Add("until", Until)
        .Add("label", Labels)
        .Add("label!", WithoutLabels);
}
