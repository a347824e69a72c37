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
}
