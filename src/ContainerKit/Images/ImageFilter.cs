using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// The images to list. An image must match all properties that are set; of several references, one is sufficient.
/// Immutable.
/// </summary>
/// <example><code>
/// new ImageFilter { References = ["registry.example.com/team/*:1.*"], Labels = ["stage=test"] }
/// </code></example>
public sealed record ImageFilter
{
    /// <summary>
    /// The names, with <c>*</c> for any text within one part of the path: <c>nginx</c>, <c>nginx:1.*</c>,
    /// <c>*/nginx</c>. Default: any.
    /// </summary>
    public IReadOnlyList<string> References
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "references");
    } = [];

    /// <summary>True for images without a name, false for images with a name. Default: both.</summary>
    public bool? Dangling { get; init; }

    /// <summary>
    /// The labels that the image must have, as <c>key</c> or <c>key=value</c>. All must match. Default: any.
    /// </summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>
    /// The name or id of an image; only images created before it are listed. It must be on the engine. Default: any.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>
    /// The name or id of an image; only images created after it are listed. It must be on the engine. Default: any.
    /// </summary>
    public string? Since { get; init; }

    /// <summary>Indicates whether intermediate images of builds are listed too. Default: false.</summary>
    public bool WithIntermediates { get; init; }

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString() => Filters().Describe(WithIntermediates ? "list images --all" : "list images");

    internal QueryString Query() => new()
    {
        { "all", WithIntermediates },
        Filters(),
    };

    private EngineFilters Filters() => new EngineFilters()
        .Add("reference", References)
        .Add("label", Labels)
        .Add("dangling", Dangling)
        .Add("before", Before)
        .Add("since", Since);
}
