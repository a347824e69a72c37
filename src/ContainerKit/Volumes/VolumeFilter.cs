using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// The volumes to list. A volume must match all properties that are set. Default: all volumes. Immutable.
/// </summary>
public sealed record VolumeFilter
{
    /// <summary>A part of the name. Default: any.</summary>
    public string? Name { get; init; }

    /// <summary>The driver, such as <c>local</c>. Default: any.</summary>
    public string? Driver { get; init; }

    /// <summary>
    /// The labels that the volume must have, as <c>key</c> or <c>key=value</c>. All must match. Default: any.
    /// </summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>True for volumes that no container uses, false for the others. Default: both.</summary>
    public bool? IsUnused { get; init; }

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString() => Filters().Describe("list volumes");

    internal QueryString Query() => new() { Filters() };

    private EngineFilters Filters() => new EngineFilters()
        .Add("name", Name)
        .Add("driver", Driver)
        .Add("label", Labels)
        .Add("dangling", IsUnused);
}
