namespace TestFarm;

/// <summary>The list of classes that a test program prints.</summary>
internal static class TestClasses
{
    /// <summary>Returns the names, one for each line.</summary>
    public static IReadOnlyList<string> Parse(string output) =>
    [
        .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Contains('.', StringComparison.Ordinal) && !line.Any(char.IsWhiteSpace))
            .Distinct()
            .Order(),
    ];
}
