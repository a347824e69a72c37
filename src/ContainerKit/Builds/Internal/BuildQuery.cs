using System.Text.Json.Nodes;
using ContainerKit.Http;

namespace ContainerKit.Builds;

/// <summary>Creates the query of a build request.</summary>
internal static class BuildQuery
{
    /// <summary>Creates the query.</summary>
    public static QueryString Create(BuildSpec spec, BuildContext context, BuilderKind builder, IReadOnlyList<ImageReference> names)
    {
        var isBuildKit = builder == BuilderKind.BuildKit;
        var query = new QueryString { { "rm", true }, { "forcerm", true }, { "dockerfile", context.Dockerfile } };
        foreach (var name in names) query.Add("t", name.ToString());
        if (isBuildKit) query.Add("version", "2");
        if (spec.Arguments.Count > 0) query.Add("buildargs", ToJson(spec.Arguments));
        if (spec.Labels.Count > 0) query.Add("labels", ToJson(spec.Labels));
        query.Add("target", spec.Target);
        if (spec.NoCache) query.Add("nocache", true);
        // For BuildKit, the base images were pulled before the build: see BaseImages.
        if (spec.Pull && !isBuildKit) query.Add("pull", true);
        query.Add("platform", spec.Platform);
        query.Add("networkmode", spec.Network);
        return query;
    }

    // Sorted by name, so that the same build sends the same request.
    private static string ToJson(IReadOnlyDictionary<string, string> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json[name] = value;
        return json.ToJsonString();
    }
}
