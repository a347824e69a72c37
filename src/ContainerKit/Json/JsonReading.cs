using System.Buffers;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>
/// Reads the engine's JSON tolerantly: a property that is missing, null or of another kind counts as absent. A number
/// that is a string in some version of an engine must not prevent reading a container.
/// </summary>
internal static class JsonReading
{
    // Longer than each time and IP address.
    private const int MaximumTextLength = 64;

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

    /// <summary>
    /// Returns a string as <see cref="GetStringOrEmpty"/> does. Equal values are one string, so it is not for secrets.
    /// </summary>
    public static string GetSharedStringOrEmpty(this JsonElement json, string name) => json.GetPropertyOrDefault(name) switch
    {
        { ValueKind: JsonValueKind.String } value => SharedStrings.GetValue(value),
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => "",
    };

    /// <summary>Returns a number, also one in a string; 0 for anything else.</summary>
    public static long GetInt64OrDefault(this JsonElement json, string name) => json.GetInt64OrNull(name) ?? 0;

    /// <summary>Returns a number, also one in a string; null for anything else.</summary>
    public static long? GetInt64OrNull(this JsonElement json, string name)
    {
        var value = json.GetPropertyOrDefault(name);
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out var number) ? number : null,
            JsonValueKind.String => long.TryParse(
                value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ => null,
        };
    }

    /// <summary>Returns true if the property is <c>true</c>.</summary>
    public static bool GetBooleanOrDefault(this JsonElement json, string name) =>
        json.GetPropertyOrDefault(name).ValueKind == JsonValueKind.True;

    /// <summary>Returns a time; null if there is none, or if it is in year 1, the engine's value for "never".</summary>
    public static DateTimeOffset? GetTimeOrNull(this JsonElement json, string name)
    {
        if (json.GetPropertyOrDefault(name) is not { ValueKind: JsonValueKind.String } value) return null;
        // A time has neither escapes nor characters outside of ASCII.
        var quoted = JsonMarshal.GetRawUtf8Value(value);
        Span<char> text = stackalloc char[MaximumTextLength];
        return quoted.Length <= text.Length && Ascii.ToUtf16(quoted[1..^1], text, out var length) == OperationStatus.Done
            && EngineTime.TryParse(text[..length], out var time) && time.Year > 1 ? time : null;
    }

    /// <summary>Returns an IP address; null if there is none.</summary>
    public static IPAddress? GetAddressOrNull(this JsonElement json, string name)
    {
        if (json.GetPropertyOrDefault(name) is not { ValueKind: JsonValueKind.String } value) return null;
        var quoted = JsonMarshal.GetRawUtf8Value(value);
        Span<char> text = stackalloc char[MaximumTextLength];
        return quoted.Length > 2 && quoted.Length <= text.Length
            && Ascii.ToUtf16(quoted[1..^1], text, out var length) == OperationStatus.Done
            && IPAddress.TryParse(text[..length], out var address) ? address : null;
    }

    /// <summary>Returns a time from seconds since 1970; null if there is none or it is out of range.</summary>
    public static DateTimeOffset? GetUnixTimeOrNull(this JsonElement json, string name) =>
        json.GetInt64OrDefault(name) is > 0 and < 253402300800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Returns the strings of an array; an empty list if there is none.</summary>
    public static IReadOnlyList<string> GetStrings(this JsonElement json, string name) =>
        json.ReadItems(name, static item => item.ValueKind == JsonValueKind.String ? item.GetString() : null);

    /// <summary>Reads the items of an array into a list. Items for which the function returns null are left out.</summary>
    public static IReadOnlyList<T> ReadItems<T>(this JsonElement json, string name, Func<JsonElement, T?> read)
        where T : class
    {
        if (json.GetPropertyOrDefault(name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() == 0) return [];
        var items = new T[array.GetArrayLength()];
        var count = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (read(item) is { } value) items[count++] = value;
        }

        return count == 0 ? [] : Array.AsReadOnly(count == items.Length ? items : items[..count]);
    }

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
        if (json.GetPropertyOrDefault(name) is not { ValueKind: JsonValueKind.Object } members || members.GetPropertyCount() == 0)
            return ReadOnlyDictionary<string, string>.Empty;
        var map = new Dictionary<string, string>(members.GetPropertyCount());
        foreach (var member in members.EnumerateObject()) map[SharedStrings.GetName(member)] = member.Value.ToString();
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
