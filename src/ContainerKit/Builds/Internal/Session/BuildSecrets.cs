using System.Text;

namespace ContainerKit.Builds;

/// <summary>Finds the texts by which a message may repeat the secrets of a build.</summary>
internal static class BuildSecrets
{
    private const int MinimumLineLength = 8;

    /// <summary>
    /// Returns each secret, without its last line break, and its longer lines: a message may show a part of a key that has many.
    /// </summary>
    public static IEnumerable<string> GetSpellings(IReadOnlyDictionary<string, byte[]> secrets)
    {
        foreach (var secret in secrets.Values)
        {
            var text = Encoding.UTF8.GetString(secret);
            yield return text;
            yield return text.Trim();
            foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
            {
                if (line.Length >= MinimumLineLength) yield return line;
            }
        }
    }
}
