using System.Globalization;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>
/// Reads the engine's JSON tolerantly: what is missing, null or of another kind reads as absent. A number that became a string in some
/// engine's version must not make a container unreadable.
/// </summary>
internal static class JsonReading
{
    public static JsonElement GetPropertyOrDefault(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    public static string GetStringOrEmpty(this JsonElement json, string name) => json.GetPropertyOrDefault(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => "",
    };

    public static long GetInt64OrDefault(this JsonElement json, string name) =>
        long.TryParse(json.GetStringOrEmpty(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static bool GetBooleanOrDefault(this JsonElement json, string name) => json.GetPropertyOrDefault(name).ValueKind == JsonValueKind.True;

    /// <summary>A time; null for the engine's "never", which is year 1.</summary>
    public static DateTimeOffset? GetTimeOrNull(this JsonElement json, string name) =>
        DateTimeOffset.TryParse(json.GetStringOrEmpty(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;

    /// <summary>A time given in seconds since 1970; null for none.</summary>
    public static DateTimeOffset? GetUnixTimeOrNull(this JsonElement json, string name) =>
        json.GetInt64OrDefault(name) is > 0 and < 253402300800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static IReadOnlyList<string> GetStrings(this JsonElement json, string name) => json.GetPropertyOrDefault(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    public static IEnumerable<JsonElement> EnumerateItems(this JsonElement json, string name) =>
        json.GetPropertyOrDefault(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> EnumerateProperties(this JsonElement json, string name) =>
        json.GetPropertyOrDefault(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    public static IReadOnlyDictionary<string, string> GetStringMap(this JsonElement json, string name) =>
        json.EnumerateProperties(name).ToDictionary(member => member.Name, member => member.Value.ToString());
}
