using System.Text.Json.Nodes;

namespace ContainerKit.Streams;

/// <summary>The engine's filters: for each key the values that are let through.</summary>
internal static class Filters
{
    /// <summary>The query that carries them, to follow a path without one; nothing for no filters.</summary>
    public static string Query(JsonObject filters) => filters.Count == 0 ? "" : "?filters=" + Uri.EscapeDataString(filters.ToJsonString());

    public static void AddValues(this JsonObject filters, string key, IEnumerable<string?> values)
    {
        var texts = new JsonArray([.. values.Where(value => value is not null).Select(value => JsonValue.Create(value))]);
        if (texts.Count > 0) filters[key] = texts;
    }
}
