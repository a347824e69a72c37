using System.Text.Json.Nodes;

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
        init => field = SpecChecks.Words(value, "references");
    } = [];

    /// <summary>True for those without a name only, false for those with one only. Default: either.</summary>
    public bool? Dangling { get; init; }

    /// <summary>Labels that the image has to have, all of them, as <c>key</c> or <c>key=value</c>. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecChecks.Words(value, "labels");
    } = [];

    /// <summary>An image, by name or id: only those made before it. It has to be on the engine. Default: any.</summary>
    public string? Before { get; init; }

    /// <summary>An image, by name or id: only those made after it. It has to be on the engine. Default: any.</summary>
    public string? Since { get; init; }

    /// <summary>Whether the steps that builds have left without a name are listed, too. Default: false.</summary>
    public bool WithIntermediates { get; init; }

    internal string ToQuery()
    {
        var filters = new JsonObject();
        Add("reference", References);
        Add("label", Labels);
        if (Dangling is { } dangling) Add("dangling", [dangling ? "true" : "false"]);
        if (Before is { } before) Add("before", [before]);
        if (Since is { } since) Add("since", [since]);
        return $"all={(WithIntermediates ? 1 : 0)}" + (filters.Count == 0 ? "" : "&filters=" + Uri.EscapeDataString(filters.ToJsonString()));

        void Add(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0) filters[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }
    }
}
