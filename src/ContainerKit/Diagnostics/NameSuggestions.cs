namespace ContainerKit.Diagnostics;

/// <summary>Finds existing names that are similar to a requested name, for "Did you mean ...?" hints.</summary>
internal static class NameSuggestions
{
    private const int MaxSuggestions = 5;

    /// <summary>
    /// Returns the candidates whose name contains the requested name or differs from it by one or two typing errors;
    /// the most similar first.
    /// </summary>
    public static IReadOnlyList<T> For<T>(string requested, IEnumerable<T> candidates, Func<T, string> getName) =>
    [
        .. candidates.Select(item => (Item: item, Distance: GetDistance(requested, getName(item))))
            .Where(candidate => candidate.Distance <= 2).OrderBy(candidate => candidate.Distance)
            .Take(MaxSuggestions).Select(candidate => candidate.Item),
    ];

    private static int GetDistance(string requested, string name)
    {
        var edits = GetEditDistance(requested.ToUpperInvariant(), name.ToUpperInvariant());
        // In a short name, two changed letters make a different name.
        if (edits <= (requested.Length < 5 ? 1 : 2)) return edits;
        // The requested name may be the beginning or another part of a long name.
        return requested.Length >= 3 && name.Contains(requested, StringComparison.OrdinalIgnoreCase) ? 2 : int.MaxValue;
    }

    // The number of letters to change, insert, delete or swap with a neighbor (Damerau-Levenshtein distance).
    private static int GetEditDistance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(substitution, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
