using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// The unused volumes that a prune removes. A volume must match all properties that are set. Default: all unused anonymous
/// volumes. Immutable.
/// </summary>
public sealed record VolumePruneFilter
{
    /// <summary>
    /// Indicates whether unused volumes with a name are removed too, as for <c>docker volume prune --all</c>. Default: false.
    /// Engines before API 1.42 (Docker Engine 23) remove both kinds in any case.
    /// </summary>
    public bool All { get; init; }

    /// <summary>
    /// The labels that the volume must have, as <c>key</c> or <c>key=value</c>. All must match. Default: any.
    /// </summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>The labels that the volume must not have, as <c>key</c> or <c>key=value</c>. Default: none.</summary>
    public IReadOnlyList<string> WithoutLabels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString() => Filters(All).Describe("prune volumes");

    /// <param name="supportsAll">Indicates whether the engine knows the filter <c>all</c>.</param>
    internal QueryString Query(bool supportsAll) => new() { Filters(All && supportsAll) };

    private EngineFilters Filters(bool all) => new EngineFilters()
        .Add("all", all ? "true" : null)
        .Add("label", Labels)
        .Add("label!", WithoutLabels);
}
