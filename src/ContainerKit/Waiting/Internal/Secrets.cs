using System.Data.Common;

namespace ContainerKit.Waiting;

/// <summary>Takes what a connection string tells in confidence out of a text.</summary>
internal static class Secrets
{
    private const string Hidden = "***";

    private static readonly string[] _confidential = ["password", "pwd", "secret", "token", "key", "passphrase"];

    public static string Without(string? connectionString, string text)
    {
        if (string.IsNullOrEmpty(connectionString)) return text;
        // Drivers quote in letters of their own, such as small ones, and the whole before its parts.
        foreach (var value in Values(connectionString).Prepend(connectionString).Where(value => value.Length > 0).OrderByDescending(value => value.Length))
            text = text.Replace(value, Hidden, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    private static IEnumerable<string> Values(string connectionString)
    {
        // Of a URI with a query the builder below makes one pair, with everything up to the first equals sign for its name.
        if (connectionString.Split('=')[0].Contains("://", StringComparison.Ordinal)) return OfUri(connectionString);
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            // Of another form than "name=value;...": whatever stands in it is taken for confidential.
            return Words(connectionString);
        }

        return from name in parts.Keys.Cast<string>()
               where IsConfidential(name)
               select parts[name].ToString();
    }

    // Not parsed: it is the ones that are written badly that come into messages. A password may hold any of the signs.
    private static IEnumerable<string> OfUri(string uri)
    {
        var begin = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        var query = uri.IndexOf('?', begin) is >= 0 and var at ? uri[(at + 1)..] : "";
        List<string> values = [.. Words(uri[begin..])];
        // Of several ends that it may have, which one is meant is the driver's guess.
        if (uri.IndexOf(':', begin) is >= 0 and var colon)
        {
            for (var end = uri.IndexOf('@', colon); end >= 0; end = uri.IndexOf('@', end + 1)) values.Add(uri[(colon + 1)..end]);
        }

        values.AddRange(query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2 && IsConfidential(pair[0])).Select(pair => pair[1]));
        return values.SelectMany(value => new[] { value, Uri.UnescapeDataString(value) });
    }

    private static IEnumerable<string> Words(string text) =>
        text.Split([';', '=', ':', '@', '/', '?', '&', ' '], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 3);

    private static bool IsConfidential(string name) => _confidential.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
