namespace ContainerKit.Diagnostics;

/// <summary>What somebody may have meant who wrote a name that does not exist.</summary>
internal static class NameSuggestions
{
    private const int MaxSuggestions = 5;

    /// <summary>Those whose name contains what was written, or is a slip of the finger away from it; the nearest first.</summary>
    public static IReadOnlyList<T> For<T>(string requested, IEnumerable<T> candidates, Func<T, string> getName) =>
        [.. candidates.Select(item => (Item: item, Distance: GetDistance(requested, getName(item)))).Where(miss => miss.Distance <= 2).OrderBy(miss => miss.Distance).Take(MaxSuggestions).Select(miss => miss.Item)];

    private static int GetDistance(string requested, string name)
    {
        var edits = GetEditDistance(requested.ToUpperInvariant(), name.ToUpperInvariant());
        // In a short name, two changed letters make another name.
        if (edits <= (requested.Length < 5 ? 1 : 2)) return edits;
        // What somebody began to write, or the one part of a long name that is remembered.
        return requested.Length >= 3 && name.Contains(requested, StringComparison.OrdinalIgnoreCase) ? 2 : int.MaxValue;
    }

    // Letters changed, missing, added, or swapped with their neighbour.
    private static int GetEditDistance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(changed, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
