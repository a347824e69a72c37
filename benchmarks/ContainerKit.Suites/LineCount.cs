namespace ContainerKit.Suites;

/// <summary>Counts lines of code, without blank lines and lines that contain only a comment.</summary>
internal static class LineCount
{
    public static void Measure(IReadOnlyList<TestSuite> suites)
    {
        var counted = suites.ToDictionary(
            suite => suite,
            suite => new DirectoryInfo(suite.Folder).GetFiles("*.cs").ToDictionary(file => file.Name, Lines));
        Report.Heading("Lines of code");
        Report.Table(
            ["file", .. suites.Select(suite => suite.Library)],
            [
                .. counted.Values.SelectMany(files => files.Keys).Distinct().Order(StringComparer.Ordinal)
                    .Select(file => Row(file, suite => counted[suite].GetValueOrDefault(file)?.Count ?? 0)),
                Row("total", suite => counted[suite].Values.Sum(lines => lines.Count)),
                Row("lines that the other suite does not contain", suite => DistinctLines(suite).Count),
            ]);

        string[] Row(string name, Func<TestSuite, int> count) => [name, .. suites.Select(suite => $"{count(suite)}")];

        List<string> DistinctLines(TestSuite suite)
        {
            var lines = counted[suite].Values.SelectMany(all => all).ToList();
            var otherFiles = counted.Where(other => other.Key != suite).SelectMany(other => other.Value.Values);
            foreach (var line in otherFiles.SelectMany(all => all)) lines.Remove(line);
            return lines;
        }
    }

    private static List<string> Lines(FileInfo file) =>
        [
            .. File.ReadLines(file.FullName)
                .Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)),
        ];
}
