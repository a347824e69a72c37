namespace ContainerKit.Builds;

/// <summary>
/// Finds the lines that end here-documents. All lines are indexed once, because an untrusted Dockerfile may have very many
/// here-documents without an end.
/// </summary>
internal sealed class HereDocumentEnds(string[] lines)
{
    private readonly Dictionary<bool, Dictionary<string, int[]>> _lines = [];

    /// <summary>Returns the number of the first line after another one that is a marker; -1 if there is none.</summary>
    /// <param name="marker">The marker.</param>
    /// <param name="isIndented">Indicates whether tabs may precede the marker.</param>
    /// <param name="after">The number of the other line.</param>
    public int Find(string marker, bool isIndented, int after)
    {
        if (!_lines.TryGetValue(isIndented, out var index))
        {
            index = Enumerable.Range(0, lines.Length)
                .GroupBy(number => isIndented ? lines[number].TrimStart('\t') : lines[number])
                .ToDictionary(group => group.Key, group => group.ToArray());
            _lines.Add(isIndented, index);
        }

        if (!index.TryGetValue(marker, out var numbers)) return -1;
        var next = Array.BinarySearch(numbers, after + 1);
        if (next < 0) next = ~next;
        return next < numbers.Length ? numbers[next] : -1;
    }
}
