using System.Globalization;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>
/// Reads the engine's JSON tolerantly: a property that is missing, null or of another kind counts as absent. A number
/// that is a string in some version of an engine must not prevent reading a container.
/// </summary>
internal static class JsonReading
{
    /// <summary>Returns a property; <c>default</c> if it does not exist or the element is not an object.</summary>
    public static JsonElement GetPropertyOrDefault(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Returns a string or the text of a number; an empty string for anything else.</summary>
    public static string GetStringOrEmpty(this JsonElement json, string name) => json.GetPropertyOrDefault(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => "",
    };

    /// <summary>Returns a number, also one in a string; 0 for anything else.</summary>
    public static long GetInt64OrDefault(this JsonElement json, string name) => json.GetInt64OrNull(name) ?? 0;

    /// <summary>Returns a number, also one in a string; null for anything else.</summary>
    public static long? GetInt64OrNull(this JsonElement json, string name)
    {
        var text = json.GetStringOrEmpty(name);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Returns true if the property is <c>true</c>.</summary>
    public static bool GetBooleanOrDefault(this JsonElement json, string name) =>
        json.GetPropertyOrDefault(name).ValueKind == JsonValueKind.True;

    /// <summary>Returns a time; null if there is none, or if it is in year 1, the engine's value for "never".</summary>
    public static DateTimeOffset? GetTimeOrNull(this JsonElement json, string name) =>
        EngineTime.TryParse(json.GetStringOrEmpty(name), out var time) && time.Year > 1 ? time : null;

    /// <summary>Returns a time from seconds since 1970; null if there is none or it is out of range.</summary>
    public static DateTimeOffset? GetUnixTimeOrNull(this JsonElement json, string name) =>
        json.GetInt64OrDefault(name) is > 0 and < 253402300800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Returns the strings of an array; an empty list if there is none.</summary>
    public static IReadOnlyList<string> GetStrings(this JsonElement json, string name) =>
        [.. json.EnumerateItems(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    /// <summary>Returns the items of an array; none if there is no array.</summary>
    public static IEnumerable<JsonElement> EnumerateItems(this JsonElement json, string name) =>
        json.GetPropertyOrDefault(name).EnumerateItems();

    /// <summary>Returns the properties of an object; none if there is no object.</summary>
    public static IEnumerable<JsonProperty> EnumerateProperties(this JsonElement json, string name) =>
        json.GetPropertyOrDefault(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    /// <summary>
    /// Returns an object as a map of strings; an empty map if there is no object. The last of several members with one name counts.
    /// </summary>
    public static IReadOnlyDictionary<string, string> GetStringMap(this JsonElement json, string name)
    {
        var map = new Dictionary<string, string>();
        foreach (var member in json.EnumerateProperties(name)) map[member.Name] = member.Value.ToString();
        return map;
    }

    /// <summary>Returns the items of an array; none if the element is not an array.</summary>
    public static IEnumerable<JsonElement> EnumerateItems(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>Returns the sum of numbers of an engine. It ends at the largest number instead of overflowing.</summary>
    public static long SumOf<T>(this IEnumerable<T> items, Func<T, long> getNumber)
    {
        Int128 sum = 0;
        foreach (var item in items) sum += getNumber(item);
        return (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
    }
}
