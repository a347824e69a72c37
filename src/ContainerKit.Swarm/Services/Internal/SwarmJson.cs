using System.Globalization;
using System.Text.Json;

namespace ContainerKit.Swarm.Services;

/// <summary>Reads the engine's JSON: a property that is missing or of another kind counts as absent.</summary>
internal static class SwarmJson
{
    public static JsonElement Get(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    public static JsonElement Get(this JsonElement json, string first, params ReadOnlySpan<string> rest)
    {
        var value = json.Get(first);
        foreach (var name in rest) value = value.Get(name);
        return value;
    }

    public static bool Has(this JsonElement json, string name) =>
        json.Get(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static string Text(this JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : "";

    public static long? Number(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : null;

    public static DateTimeOffset? Time(this JsonElement json) =>
        DateTimeOffset.TryParse(json.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1
            ? time
            : null;

    public static IEnumerable<JsonElement> Items(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    public static IReadOnlyDictionary<string, string> TextMap(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.Text())
            : [];
}
