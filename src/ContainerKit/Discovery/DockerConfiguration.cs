using System.Text;
using System.Text.Json;

namespace ContainerKit.Discovery;

/// <summary>
/// Reads the JSON files of the Docker CLI as tolerantly as the CLI: member names are compared without case, the last of
/// several members with one name counts, and text after the value is ignored. See LoadFromReader in
/// https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go and
/// https://pkg.go.dev/encoding/json#Unmarshal. In addition, a byte order mark, comments, trailing commas and an empty
/// file are accepted.
/// </summary>
internal static partial class DockerConfiguration
{
    private static readonly JsonReaderOptions _tolerant = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowMultipleValues = true,
    };

    /// <summary>Returns the path of <c>config.json</c>.</summary>
    public static string GetPath(HostEnvironment host) => Path.Combine(host.DockerConfig, "config.json");

    /// <summary>Reads and parses a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read by this user.</exception>
    /// <exception cref="JsonException">The file is not JSON. The message may contain a part of the file.</exception>
    public static JsonElement Read(string file) => Parse(File.ReadAllText(file));

    /// <summary>Parses a text. An empty text is an empty object.</summary>
    /// <exception cref="JsonException">The text is not JSON. The message may contain a part of the text.</exception>
    public static JsonElement Parse(string text)
    {
        var json = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        if (json.AsSpan().Trim(" \t\r\n"u8).IsEmpty) json = "{}"u8.ToArray();
        var reader = new Utf8JsonReader(json, _tolerant);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.Clone();
    }

    /// <summary>Returns the members of an object, in order; none for another value.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> EnumerateMembers(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in json.EnumerateObject())
        {
            if (DecodeOrNull(member, static each => each.Name) is { } name) yield return (name, member.Value);
        }
    }

    /// <summary>Returns a member of an object; <c>default</c> if there is none.</summary>
    public static JsonElement GetMember(JsonElement json, string name) =>
        EnumerateMembers(json).LastOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>
    /// Returns the members of a map in an object. As in the Docker CLI, several maps of one name are merged, and null empties the map.
    /// </summary>
    public static IReadOnlyList<(string Name, JsonElement Value)> GetMap(JsonElement json, string name)
    {
        var members = new List<(string, JsonElement)>();
        foreach (var (_, map) in EnumerateMembers(json).Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            if (map.ValueKind == JsonValueKind.Null) members.Clear();
            else members.AddRange(EnumerateMembers(map));
        }

        return members;
    }

    /// <summary>Returns a string member of an object; an empty string if it is missing or of another type.</summary>
    public static string GetString(JsonElement json, string name) => AsString(GetMember(json, name)) ?? "";

    /// <summary>Returns a string; null for another value.</summary>
    public static string? AsString(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? DecodeOrNull(json, static each => each.GetString()) : null;

    // A string with half of a surrogate pair is valid JSON, but it has no value in .NET.
    private static string? DecodeOrNull<T>(T json, Func<T, string?> decode)
    {
        try
        {
            return decode(json);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
