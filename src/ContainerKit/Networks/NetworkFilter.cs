using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>Which networks to list: those that all of it holds for. Immutable; with nothing said, all.</summary>
public sealed record NetworkFilter
{
    /// <summary>A part of the name. Default: any.</summary>
    public string? Name { get; init; }

    /// <summary>The driver, such as <c>bridge</c>. Default: any.</summary>
    public string? Driver { get; init; }

    /// <summary>Labels that the network has, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>True for those that no running container is on, false for the others; it costs one more request. Default: both.</summary>
    public bool? IsUnused { get; init; }

    /// <summary>True for those that somebody made, false for the engine's own. Default: both.</summary>
    public bool? IsUserDefined { get; init; }

    /// <summary>The listing on one line.</summary>
    public override string ToString() => Filters().After("list networks" + (IsUnused switch { true => " that nothing uses", false => " in use", null => "" }));

    internal string Query() => Filters().Query().TrimStart('&');

    private EngineFilters Filters() => new EngineFilters()
        .Add("name", Name)
        .Add("driver", Driver)
        .Add("label", Labels)
        .Add("type", IsUserDefined switch { true => "custom", false => "builtin", null => null });
}
