using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>Which volumes to list: those that all of it holds for. Immutable; with nothing said, all.</summary>
public sealed record VolumeFilter
{
    /// <summary>A part of the name. Default: any.</summary>
    public string? Name { get; init; }

    /// <summary>The driver, such as <c>local</c>. Default: any.</summary>
    public string? Driver { get; init; }

    /// <summary>Labels that the volume has, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>True for those that no container uses, false for the others. Default: both.</summary>
    public bool? IsUnused { get; init; }

    /// <summary>The listing on one line.</summary>
    public override string ToString() => Filters().After("list volumes");

    internal string Query() => Filters().Query().TrimStart('&');

    private EngineFilters Filters() => new EngineFilters()
        .Add("name", Name)
        .Add("driver", Driver)
        .Add("label", Labels)
        .Add("dangling", IsUnused);
}
