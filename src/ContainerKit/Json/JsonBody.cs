using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ContainerKit.Json;

/// <summary>Request bodies, written without reflection.</summary>
internal static class JsonBody
{
    public static JsonObject FromMap(IEnumerable<KeyValuePair<string, string>> map) =>
        new(map.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, JsonValue.Create(pair.Value))));

    /// <summary>A body with more members; those of the same name are replaced.</summary>
    public static async Task<HttpContent> AddMembersAsync(HttpContent? body, JsonObject members, CancellationToken cancellationToken)
    {
        var json = body is null ? [] : JsonNode.Parse(await body.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)) as JsonObject ?? [];
        foreach (var (name, value) in members) json[name] = value?.DeepClone();
        return FromJson(json);
    }

    public static HttpContent FromJson(JsonNode json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
