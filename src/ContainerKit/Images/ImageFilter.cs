using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>Which images to list. Immutable. An image has to fit every condition that is set, and of several references or so one.</summary>
/// <example><code>
/// new ImageFilter { References = ["registry.example.com/team/*:1.*"], Labels = ["stage=test"] }
/// </code></example>
public sealed record ImageFilter
{
    /// <summary>Names, in which <c>*</c> stands for anything within one part of a path: <c>nginx</c>, <c>nginx:1.*</c>, <c>*/nginx</c>. Default: any.</summary>
    public IReadOnlyList<string> References
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "references");
    } = [];

    /// <summary>True for those without a name only, false for those with one only. Default: either.</summary>
    public bool? Dangling { get; init; }

    /// <summary>Labels that the image has to have, all of them, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>An image, by name or id: only those made before it. It has to be on the engine. Default: any.</summary>
    public string? Before { get; init; }

    /// <summary>An image, by name or id: only those made after it. It has to be on the engine. Default: any.</summary>
    public string? Since { get; init; }

    /// <summary>Whether the steps that builds have left without a name are listed, too. Default: false.</summary>
    public bool WithIntermediates { get; init; }

    /// <summary>The listing on one line.</summary>
    public override string ToString() => Filters().After(WithIntermediates ? "list images --all" : "list images");

    internal string Query() => $"all={(WithIntermediates ? 1 : 0)}{Filters().Query()}";

    private EngineFilters Filters() => new EngineFilters()
        .Add("reference", References)
        .Add("label", Labels)
        .Add("dangling", Dangling)
        .Add("before", Before)
        .Add("since", Since);
}
