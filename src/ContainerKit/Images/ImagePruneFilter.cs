using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// The unused images that a prune removes. Images of running or stopped containers are never removed. Immutable.
/// </summary>
public sealed record ImagePruneFilter
{
    /// <summary>
    /// Indicates whether unused images with a name are removed too. Default: false; only dangling images are removed.
    /// </summary>
    public bool Named { get; init; }

    /// <summary>
    /// The labels that the image must have, as <c>key</c> or <c>key=value</c>. All must match. Default: any.
    /// </summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>The labels that the image must not have, as <c>key</c> or <c>key=value</c>. Default: none.</summary>
    public IReadOnlyList<string> WithoutLabels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>The time before which the image was created. Default: any.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString() => Filters().Describe("prune images");

    internal QueryString Query() => new() { Filters() };

    private EngineFilters Filters() => new EngineFilters()
        .Add("dangling", !Named)
        .Add("until", Until)
        .Add("label", Labels)
        .Add("label!", WithoutLabels);
}
