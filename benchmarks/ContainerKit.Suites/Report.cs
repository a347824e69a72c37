using System.Globalization;

namespace ContainerKit.Suites;

/// <summary>Writes what was measured to standard output, as Markdown; what is being done goes to standard error.</summary>
internal static class Report
{
    public static void Heading(string text) => Console.WriteLine($"\n## {text}\n");

    public static void Line(string text) => Console.WriteLine(text);

    /// <summary>A table, with one row for each list of cells.</summary>
    public static void Table(IEnumerable<string> head, params IEnumerable<IEnumerable<string>> rows)
    {
        var names = head.ToList();
        Row(names);
        Row(names.Select(_ => "---"));
        foreach (var row in rows) Row(row);

        static void Row(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    /// <summary>A block of text as it is.</summary>
    public static void Text(string text) => Console.WriteLine($"\n````text\n{text.TrimEnd()}\n````\n");

    public static void Doing(string what) => Console.Error.WriteLine($"{DateTimeOffset.Now:HH:mm:ss} {what}");

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    public static string Milliseconds(double time) => string.Create(CultureInfo.InvariantCulture, $"{time:0} ms");

    public static string Ratio(double value, double to) => string.Create(CultureInfo.InvariantCulture, $"x{value / to:0.00}");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
