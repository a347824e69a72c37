using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerKit.Tests.Json;

/// <summary>The documents that differ from a document in one place.</summary>
internal static class JsonMutations
{
    // Objects whose members are data, so that each member counts.
    private static readonly HashSet<string> _maps =
        ["Attributes", "Containers", "ExposedPorts", "Labels", "Networks", "Options", "Ports", "Runtimes", "Volumes", "networks"];

    // Each replaces a value of any kind. The values are JSON.
    private static readonly string[] _values =
    [
        "null", "true", "false", "\"\"", "\"x\"", "\"-1\"", "0", "-1", "1.5", "1e400", "2147483648",
        "9223372036854775807", "-9223372036854775808",
        "99999999999999999999", "[]", "{}", "[null]", "[[]]", "[1,\"a\",{}]", "{\"\":null}", "{\"x\":[]}", "{\"a\":1,\"a\":\"b\"}",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999+14:00\"", "\"2026-13-45T99:00:00Z\"",
        "\"\\u0000\\u001b[31m\"", "\"sha256:\"",
        "\"80-70/tcp\"", "\"99999999999/udp\"", "\"10.0.0.0/99\"", "\"::1%eth0\"",
        new string('[', 40) + new string(']', 40), "\"" + new string('9', 5000) + "\"",
    ];

    /// <summary>Returns each document in which one value has another kind or content.</summary>
    public static IEnumerable<(string Change, JsonElement Document)> ReplaceValues(JsonNode document) =>
        from path in Paths(document, "")
        from value in _values
        select ($"{path} = {value[..Math.Min(value.Length, 40)]}", Replace(document, path, value));

    /// <summary>Returns each document in which one number is a string of the same digits.</summary>
    public static IEnumerable<(string Change, JsonElement Document)> QuoteNumbers(JsonNode document) =>
        from path in Paths(document, "")
        let number = Get(document, path)
        where number?.GetValueKind() == JsonValueKind.Number
        select ($"{path} is a string", Replace(document, path, $"\"{number.ToJsonString()}\""));

    /// <summary>Returns pairs of documents that mean the same: one member is missing, or is null.</summary>
    public static IEnumerable<(string Change, JsonElement One, JsonElement Other)> ReplaceEquivalents(JsonNode document)
    {
        foreach (var path in Paths(document, ""))
        {
            if (path.Length > 0 && !IsMap(Parent(path)) && Get(document, Parent(path)) is JsonObject)
                yield return ($"{path} is missing or null", Replace(document, path, null), Replace(document, path, "null"));
        }
    }

    /// <summary>Returns each document in which an object has a member that no engine of today sends.</summary>
    public static IEnumerable<(string Change, JsonElement Document)> AddMembers(JsonNode document) =>
        from path in Paths(document, "")
        where !IsMap(path) && Get(document, path) is JsonObject
        select ($"{path} has an unknown member", Replace(document, path + "/FutureMember", "{\"a\":[1]}"));

    private static IEnumerable<string> Paths(JsonNode? node, string path)
    {
        yield return path;
        var children = node switch
        {
            JsonObject item => item.SelectMany(member => Paths(member.Value, $"{path}/{Escape(member.Key)}")),
            JsonArray list => list.SelectMany((item, i) => Paths(item, $"{path}/{i}")),
            _ => [],
        };
        foreach (var child in children) yield return child;
    }

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Unescape(string name) =>
        name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static bool IsMap(string path) => _maps.Contains(path[(path.LastIndexOf('/') + 1)..]);

    private static string Parent(string path) => path[..path.LastIndexOf('/')];

    private static JsonNode? Get(JsonNode? node, string path)
    {
        foreach (var name in path.Split('/').Skip(1))
            node = node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)] : node![Unescape(name)];
        return node;
    }

    // Replaces the value of a path, or removes it if the value is null.
    private static JsonElement Replace(JsonNode document, string path, string? value)
    {
        const string Placeholder = "\"placeholder of the new value\"";
        string json;
        if (path.Length == 0)
        {
            json = value ?? "null";
        }
        else
        {
            var copy = document.DeepClone();
            var name = Unescape(path[(path.LastIndexOf('/') + 1)..]);
            var parent = Get(copy, Parent(path));
            if (value is null) ((JsonObject)parent!).Remove(name);
            else if (parent is JsonArray list) list[int.Parse(name, CultureInfo.InvariantCulture)] = JsonNode.Parse(Placeholder);
            else parent![name] = JsonNode.Parse(Placeholder);
            // The text of the value is kept, since a JSON node cannot have two members of one name.
            json = copy.ToJsonString().Replace(Placeholder, value, StringComparison.Ordinal);
        }

        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.Clone();
    }
}
