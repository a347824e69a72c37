using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ContainerKit.Streams;

/// <summary>Request bodies, written without reflection.</summary>
internal static class Json
{
    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> map) =>
        new(map.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, JsonValue.Create(pair.Value))));

    public static HttpContent Body(JsonNode json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
