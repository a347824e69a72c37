namespace ContainerKit.Suites;

/// <summary>Counts lines of code: those that are not blank and not a comment alone.</summary>
internal static class LineCount
{
    public static void Measure(IReadOnlyList<TestSuite> suites)
    {
        var counted = suites.ToDictionary(suite => suite, suite => new DirectoryInfo(suite.Folder).GetFiles("*.cs").ToDictionary(file => file.Name, Lines));
        Report.Heading("Lines of code");
        Report.Table(
            ["file", .. suites.Select(suite => suite.Library)],
            [
                .. counted.Values.SelectMany(files => files.Keys).Distinct().Order(StringComparer.Ordinal)
                    .Select(file => Row(file, suite => counted[suite].GetValueOrDefault(file)?.Count ?? 0)),
                Row("all", suite => counted[suite].Values.Sum(lines => lines.Count)),
                Row("of these, lines that the other suite does not have", suite => Own(suite).Count),
            ]);

        string[] Row(string name, Func<TestSuite, int> count) => [name, .. suites.Select(suite => $"{count(suite)}")];

        List<string> Own(TestSuite suite)
        {
            var lines = counted[suite].Values.SelectMany(all => all).ToList();
            foreach (var line in counted.Where(other => other.Key != suite).SelectMany(other => other.Value.Values).SelectMany(all => all)) lines.Remove(line);
            return lines;
        }
    }

    private static List<string> Lines(FileInfo file) =>
        [.. File.ReadLines(file.FullName).Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))];
}
