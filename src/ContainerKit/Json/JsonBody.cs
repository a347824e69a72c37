using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerKit.Json;

/// <summary>Creates JSON request bodies without reflection, as ahead-of-time compilation requires.</summary>
internal static class JsonBody
{
    /// <summary>Creates a JSON object with string values.</summary>
    public static JsonObject FromMap(IEnumerable<KeyValuePair<string, string>> map) =>
        new(map.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, JsonValue.Create(pair.Value))));

    /// <summary>Returns a copy of a body with additional members. They replace those of the same name.</summary>
    public static async Task<HttpContent> AddMembersAsync(HttpContent? body, JsonObject members, CancellationToken cancellationToken)
    {
        var bytes = body is null ? null : await body.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var json = bytes is null ? [] : JsonNode.Parse(bytes) as JsonObject ?? [];
        foreach (var (name, value) in members) json[name] = value?.DeepClone();
        return FromJson(json);
    }

    /// <summary>Returns the JSON as an element, as it is read from a response.</summary>
    public static JsonElement ToElement(JsonNode json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>Creates a body of the media type <c>application/json</c>.</summary>
    public static HttpContent FromJson(JsonNode json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

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
