using System.Runtime.InteropServices;
using System.Text.Json;

namespace ContainerKit.Json;

/// <summary>
/// Returns one string for equal values of the engine's JSON, such as names of images, networks and labels, which are the same in each
/// container of a list. It holds a fixed number of short strings. It must not be used for values that may be secrets.
/// </summary>
internal static class SharedStrings
{
    private const int MaximumLength = 128;

    // Threads may replace a slot at the same time, which only costs another string.
    private static readonly string?[] _slots = new string?[512];

    /// <summary>Returns the value of a JSON string.</summary>
    public static string GetValue(JsonElement json)
    {
        ref var slot = ref GetSlot(JsonMarshal.GetRawUtf8Value(json), out var isShared);
        if (!isShared) return json.GetString()!;
        return slot is { } text && json.ValueEquals(text) ? text : slot = json.GetString()!;
    }

    /// <summary>Returns the name of a JSON property.</summary>
    public static string GetName(JsonProperty property)
    {
        ref var slot = ref GetSlot(JsonMarshal.GetRawUtf8PropertyName(property), out var isShared);
        if (!isShared) return property.Name;
        return slot is { } text && property.NameEquals(text) ? text : slot = property.Name;
    }

    private static ref string? GetSlot(ReadOnlySpan<byte> bytes, out bool isShared)
    {
        isShared = bytes.Length <= MaximumLength;
        var hash = new HashCode();
        if (isShared) hash.AddBytes(bytes);
        return ref _slots[(uint)hash.ToHashCode() % (uint)_slots.Length];
    }
}
