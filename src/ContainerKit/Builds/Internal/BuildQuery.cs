using System.Text;
using System.Text.Json.Nodes;

namespace ContainerKit.Builds;

/// <summary>Writes a build's request line.</summary>
internal static class BuildQuery
{
    public static string Path(BuildSpec spec, BuildContext context, BuilderKind builder, IReadOnlyList<ImageReference> names)
    {
        var path = new StringBuilder("build?rm=1&forcerm=1");
        Add("dockerfile", context.Dockerfile);
        foreach (var name in names) Add("t", name.ToString());
        if (builder == BuilderKind.BuildKit) Add("version", "2");
        if (spec.Arguments.Count > 0) Add("buildargs", Map(spec.Arguments));
        if (spec.Labels.Count > 0) Add("labels", Map(spec.Labels));
        if (spec.Target is not null) Add("target", spec.Target);
        if (spec.NoCache) Add("nocache", "1");
        // BuildKit's pulls are done before it is asked: see BaseImages.
        if (spec.Pull && builder == BuilderKind.Classic) Add("pull", "1");
        if (spec.Platform is not null) Add("platform", spec.Platform);
        if (spec.Network is not null) Add("networkmode", spec.Network);
        return path.ToString();

        void Add(string name, string value) => path.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }

    // In the order of their names, so that the same build is the same request.
    private static string Map(IReadOnlyDictionary<string, string> values)
    {
        var map = new JsonObject();
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) map[name] = value;
        return map.ToJsonString();
    }
}
