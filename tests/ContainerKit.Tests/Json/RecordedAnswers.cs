using System.Text.Json.Nodes;

namespace ContainerKit.Tests.Json;

/// <summary>Answers of real engines in <c>Json/Recorded</c>.</summary>
internal static class RecordedAnswers
{
    /// <summary>
    /// Returns the parts of the answers of all engines that a path names: the request, and members and list items below it, such as
    /// <c>containers#*</c> and <c>container#State/Health</c>.
    /// </summary>
    public static IEnumerable<JsonNode> Find(string path)
    {
        var (file, members) = path.Split('#') is [var name, var rest] ? (name, rest.Split('/')) : (path, []);
        foreach (var resource in typeof(RecordedAnswers).Assembly.GetManifestResourceNames().Where(item => item.Split('/')[^1] == file))
        {
            using var stream = typeof(RecordedAnswers).Assembly.GetManifestResourceStream(resource)!;
            IEnumerable<JsonNode?> nodes = [JsonNode.Parse(stream)];
            foreach (var member in members)
                nodes = nodes.SelectMany(node => Children(node, member));
            foreach (var node in nodes.OfType<JsonNode>()) yield return node.DeepClone();
        }
    }

    private static IEnumerable<JsonNode?> Children(JsonNode? node, string member) => (node, member) switch
    {
        (JsonArray list, "*") => list,
        (JsonObject map, "*") => map.Select(item => item.Value),
        (JsonObject item, _) => [item[member]],
        _ => [],
    };
}
