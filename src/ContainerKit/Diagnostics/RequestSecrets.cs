using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContainerKit.Diagnostics;

/// <summary>
/// Finds the secret values of requests. An engine or a proxy may repeat a request in its error message, so these values are
/// replaced there.
/// </summary>
internal static partial class RequestSecrets
{
    private static readonly string[] _secretNames =
        ["password", "passwd", "pwd", "secret", "token", "key", "passphrase", "credential", "authorization", "cookie"];

    /// <summary>Returns the values of variables in the engine's format, <c>NAME=value</c>.</summary>
    public static IEnumerable<string> FromAssignments(IEnumerable<string>? assignments) =>
        from assignment in assignments ?? []
        where assignment is not null
        let separator = assignment.IndexOf('=', StringComparison.Ordinal)
        where separator >= 0
        select assignment[(separator + 1)..];

    /// <summary>
    /// Returns the values of driver options whose names suggest a secret, also in a list of options such as
    /// <c>username=x,password=y</c>.
    /// </summary>
    public static IEnumerable<string> FromOptions(IReadOnlyDictionary<string, string> options)
    {
        foreach (var (name, value) in options)
        {
            if (IsSecret(name)) yield return value;
            foreach (var part in value.Split(','))
            {
                if (part.Split('=', 2) is [var key, { Length: > 0 } secret] && IsSecret(key)) yield return secret;
            }
        }
    }

    /// <summary>
    /// Returns the values of headers whose names suggest a secret, also without the scheme, as in <c>Bearer SECRET</c>.
    /// </summary>
    public static IEnumerable<string> FromHeaders(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Where(header => IsSecret(header.Key)).SelectMany(header => (string[])[header.Value, header.Value.Split(' ')[^1]]);

    /// <summary>Returns the values of <c>ENV</c> instructions, as a commit and an import accept them.</summary>
    public static IEnumerable<string> FromChanges(IEnumerable<string> changes)
    {
        foreach (var change in changes)
        {
            if (EnvironmentInstruction().Match(change) is not { Success: true } instruction) continue;
            var assignments = instruction.Groups[1].Value;
            yield return assignments;
            // "ENV NAME value", and "ENV NAME=value OTHER=value".
            if (assignments.Split(' ', 2) is [_, var value]) yield return value;
            foreach (var assignment in FromAssignments(assignments.Split(' '))) yield return assignment.Trim('"', '\'');
        }
    }

    /// <summary>
    /// Returns the value of a header with credentials, which is JSON in base64, in each form of base64, and the passwords and
    /// tokens in it.
    /// </summary>
    public static IEnumerable<string> FromRegistryHeader(string? header)
    {
        if (string.IsNullOrEmpty(header)) return [];
        var standard = header.Replace('-', '+').Replace('_', '/');
        List<string> secrets = [header, standard, header.TrimEnd('='), standard.TrimEnd('=')];
        try
        {
            var bytes = Base64Url.DecodeFromChars(header);
            using var json = JsonDocument.Parse(bytes);
            // Without credentials the header is an empty object, which is no secret.
            if (json.RootElement.ValueKind == JsonValueKind.Object && !json.RootElement.EnumerateObject().Any()) return [];
            secrets.Add(Encoding.UTF8.GetString(bytes));
            AddCredentials(json.RootElement, secrets);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // The header is not one of the library: its value as a whole is the secret.
        }

        return secrets;
    }

    /// <summary>Returns a user name and a password in the forms of basic authentication, and the password.</summary>
    public static IEnumerable<string> FromLogin(string userName, string? password)
    {
        if (string.IsNullOrEmpty(password)) return [];
        var pair = Encoding.UTF8.GetBytes($"{userName}:{password}");
        var encoded = Convert.ToBase64String(pair);
        return [password, encoded, encoded.TrimEnd('='), Base64Url.EncodeToString(pair)];
    }

    private static void AddCredentials(JsonElement json, List<string> secrets)
    {
        if (json.ValueKind != JsonValueKind.Object) return;
        var userName = "";
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object) AddCredentials(member.Value, secrets);
            if (member.Value.ValueKind != JsonValueKind.String) continue;
            if (member.NameEquals("username")) userName = member.Value.GetString()!;
            else if (member.NameEquals("password")) secrets.AddRange(FromLogin(userName, member.Value.GetString()));
            else if (!member.NameEquals("serveraddress") && !member.NameEquals("email")) secrets.Add(member.Value.GetString()!);
        }
    }

    private static bool IsSecret(string name) => _secretNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^\s*ENV\s+(.+)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex EnvironmentInstruction();
}
