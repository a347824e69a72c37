using System.Text.Json.Nodes;
using ContainerKit.Http;

namespace ContainerKit.Builds;

/// <summary>Creates the query of a build request.</summary>
internal static class BuildQuery
{
    /// <summary>Creates the query.</summary>
    /// <param name="spec">The build.</param>
    /// <param name="inputs">The inputs of the build.</param>
    /// <param name="names">The names of the image.</param>
    /// <param name="session">The id of the session that serves the files; null if the request contains them.</param>
    /// <param name="isPulled">Indicates whether the base images were pulled before the build.</param>
    public static QueryString Create(
        BuildSpec spec, BuildInputs inputs, IReadOnlyList<ImageReference> names, string? session, bool isPulled)
    {
        var context = inputs.Context;
        var isBuildKit = inputs.Builder == BuilderKind.BuildKit;
        var dockerfile = session is null ? context.Dockerfile : context.SessionFiles.Name;
        var query = new QueryString { { "rm", true }, { "forcerm", true }, { "dockerfile", dockerfile } };
        foreach (var name in names) query.Add("t", name.ToString());
        if (isBuildKit) query.Add("version", "2");
        if (session is not null)
        {
            query.Add("remote", "client-session");
            query.Add("session", session);
        }

        var proxies = inputs.Proxies.GetVariables(spec.Arguments, ignoresCase: isBuildKit);
        List<KeyValuePair<string, string>> arguments = [.. spec.Arguments, .. proxies];
        if (arguments.Count > 0) query.Add("buildargs", ToJson(arguments));
        if (spec.Labels.Count > 0) query.Add("labels", ToJson(spec.Labels));
        query.Add("target", spec.Target);
        if (spec.NoCache) query.Add("nocache", true);
        if (spec.Pull && !isPulled) query.Add("pull", true);
        query.Add("platform", spec.Platform);
        query.Add("networkmode", spec.Network);
        return query;
    }

    // Sorted by name, so that the same build sends the same request.
    private static string ToJson(IEnumerable<KeyValuePair<string, string>> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json[name] = value;
        return json.ToJsonString();
    }
}
