using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// The networks to list. A network must match all properties that are set. Default: all networks. Immutable.
/// </summary>
public sealed record NetworkFilter
{
    /// <summary>A part of the name. Default: any.</summary>
    public string? Name { get; init; }

    /// <summary>The driver, such as <c>bridge</c>. Default: any.</summary>
    public string? Driver { get; init; }

    /// <summary>
    /// The labels that the network must have, as <c>key</c> or <c>key=value</c>. All must match. Default: any.
    /// </summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>
    /// True for networks without running containers, false for the others. Requires one more request. Default: both.
    /// </summary>
    public bool? IsUnused { get; init; }

    /// <summary>True for user-defined networks, false for the predefined ones of the engine. Default: both.</summary>
    public bool? IsUserDefined { get; init; }

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString() =>
        Filters().Describe("list networks" + (IsUnused switch { true => " without containers", false => " with containers", null => "" }));

    internal QueryString Query(bool supportsType) => new() { (supportsType ? this : this with { IsUserDefined = null }).Filters() };

    /// <summary>Indicates whether <see cref="IsUserDefined"/> matches, for an engine that cannot filter by it.</summary>
    internal bool MatchesType(NetworkDetails network) => IsUserDefined is not { } isUserDefined
        || isUserDefined != (network.Name is "bridge" or "host" or "none" or "podman");

    private EngineFilters Filters() => new EngineFilters()
        .Add("name", Name)
        .Add("driver", Driver)
        .Add("label", Labels)
        .Add("type", IsUserDefined switch { true => "custom", false => "builtin", null => null });
}
