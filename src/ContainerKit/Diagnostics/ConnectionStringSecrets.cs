using System.Data.Common;

namespace ContainerKit.Diagnostics;

/// <summary>Finds the secret values in the connection string of a database.</summary>
internal static class ConnectionStringSecrets
{
    private static readonly string[] _secretNames = ["password", "pwd", "secret", "token", "key", "passphrase"];

    /// <summary>Returns the values of passwords, keys and tokens; all values if the format is unknown.</summary>
    public static IEnumerable<string> Find(string connectionString)
    {
        // DbConnectionStringBuilder would read a URI with a query as one pair, with everything before the first equals sign as its name.
        if (connectionString.Split('=')[0].Contains("://", StringComparison.Ordinal)) return FindInUri(connectionString);
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            // The format is not "name=value;...", so every word may be a secret.
            return SplitWords(connectionString);
        }

        return from name in parts.Keys.Cast<string>()
               where IsSecret(name)
               select parts[name].ToString();
    }

    // No URI parser is used: a driver reports a malformed URI in its messages, and a password may contain any of the delimiters.
    private static IEnumerable<string> FindInUri(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        var query = uri.IndexOf('?', start) is >= 0 and var questionMark ? uri[(questionMark + 1)..] : "";
        List<string> values = [.. SplitWords(uri[start..])];
        // If there are several @ characters, each may be the end of the password. Drivers differ in that.
        if (uri.IndexOf(':', start) is >= 0 and var colon)
        {
            for (var end = uri.IndexOf('@', colon); end >= 0; end = uri.IndexOf('@', end + 1)) values.Add(uri[(colon + 1)..end]);
        }

        values.AddRange(query.Split('&').Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2 && IsSecret(pair[0])).Select(pair => pair[1]));
        return values.SelectMany(value => new[] { value, Uri.UnescapeDataString(value) });
    }

    private static IEnumerable<string> SplitWords(string text) =>
        text.Split([';', '=', ':', '@', '/', '?', '&', ' '], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 3);

    private static bool IsSecret(string name) => _secretNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
