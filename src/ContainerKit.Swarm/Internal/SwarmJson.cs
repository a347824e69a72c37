using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit.Swarm.Internal;

/// <summary>
/// Reads and writes the JSON of the Engine API. A member that is missing or has another type reads as its default, because engines of
/// other versions omit members.
/// </summary>
internal static class SwarmJson
{
    /// <summary>A map without entries.</summary>
    public static IReadOnlyDictionary<string, string> EmptyMap { get; } = ReadOnlyDictionary<string, string>.Empty;

    public static JsonElement GetMember(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    public static string GetText(this JsonElement json, string name) =>
        json.GetMember(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>Returns a string that every engine sends, such as an id.</summary>
    /// <exception cref="FormatException">There is no such string, or it is empty.</exception>
    public static string RequireText(this JsonElement json, string name) =>
        json.GetText(name) is { Length: > 0 } text ? text : throw ArgumentErrors.Format($"it has no {name}");

    public static bool GetFlag(this JsonElement json, string name) => json.GetMember(name).ValueKind == JsonValueKind.True;

    public static long GetNumber(this JsonElement json, string name) =>
        json.GetMember(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    /// <summary>Reads a duration in nanoseconds.</summary>
    public static TimeSpan GetDuration(this JsonElement json, string name) =>
        TimeSpan.FromTicks(json.GetNumber(name) / TimeSpan.NanosecondsPerTick);

    /// <summary>Reads a time. The engine reports its zero time for a time that it does not know.</summary>
    public static DateTimeOffset? GetTime(this JsonElement json, string name) =>
        DateTimeOffset.TryParse(
            json.GetText(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1
            ? time
            : null;

    public static T GetEnum<T>(this JsonElement json, string name, T defaultValue)
        where T : struct, Enum =>
        Enum.TryParse<T>(json.GetText(name), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : defaultValue;

    public static IEnumerable<JsonElement> GetItems(this JsonElement json, string name) =>
        json.GetMember(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonElement> GetItems(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    public static IReadOnlyDictionary<string, string> GetMap(this JsonElement json, string name)
    {
        if (json.GetMember(name) is not { ValueKind: JsonValueKind.Object } map) return EmptyMap;
        var texts = new Dictionary<string, string>();
        foreach (var each in map.EnumerateObject().Where(each => each.Value.ValueKind == JsonValueKind.String))
            texts[each.Name] = each.Value.GetString()!;
        return texts.AsReadOnly();
    }

    /// <summary>Returns a number from 0 on; 0 for anything else.</summary>
    public static ulong ToCount(JsonNode? json) => json is JsonValue value && value.TryGetValue<ulong>(out var count) ? count : 0;

    /// <summary>Returns a string; an empty one for anything else.</summary>
    public static string ToText(JsonNode? json) => json is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>
    /// Returns a copy of the JSON that can be changed; an empty object if it is not an object. The last of several members with one
    /// name counts.
    /// </summary>
    public static JsonObject ToObject(this JsonElement json) => JsonCopy.ToObject(json);

    public static JsonObject GetOrAddObject(this JsonObject json, string name)
    {
        if (json[name] is JsonObject found) return found;
        var added = new JsonObject();
        json[name] = added;
        return added;
    }

    public static JsonObject ToJson(this IReadOnlyDictionary<string, string> map)
    {
        var json = new JsonObject();
        foreach (var (name, value) in map) json[name] = value;
        return json;
    }

    /// <summary>Returns the name of a value as the engine writes it: in small letters.</summary>
    public static string ToEngineText<T>(this T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static long ToNanoseconds(this TimeSpan duration) => duration.Ticks * TimeSpan.NanosecondsPerTick;
}
