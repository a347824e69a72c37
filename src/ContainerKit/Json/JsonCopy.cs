using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerKit.Json;

/// <summary>Copies JSON of an engine, so that it can be changed and sent back.</summary>
internal static class JsonCopy
{
    /// <summary>
    /// Returns a copy of an object of the engine that can be changed; an empty one for anything else. The last of several members with
    /// one name counts.
    /// </summary>
    public static JsonObject ToObject(JsonElement json) => ToNode(json) as JsonObject ?? [];

    // The first use of a JsonNode with two members of one name would throw.
    private static JsonNode? ToNode(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (var member in json.EnumerateObject()) copy[member.Name] = ToNode(member.Value);
                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. json.EnumerateArray().Select(ToNode)]);
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(json.Clone());
        }
    }
}
