using System.Globalization;

namespace ContainerKit.Suites;

/// <summary>Writes the measurements to standard output as Markdown, and the progress to standard error.</summary>
internal static class Report
{
    public static void Heading(string text) => Console.WriteLine($"\n## {text}\n");

    public static void Line(string text) => Console.WriteLine(text);

    /// <summary>Writes a table with one row per list of cells.</summary>
    public static void Table(IEnumerable<string> header, params IEnumerable<IEnumerable<string>> rows)
    {
        var names = header.ToList();
        Row(names);
        Row(names.Select(_ => "---"));
        foreach (var row in rows) Row(row);

        static void Row(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    /// <summary>Writes a block of preformatted text.</summary>
    public static void Text(string text) => Console.WriteLine($"\n````text\n{text.TrimEnd()}\n````\n");

    public static void Progress(string step) => Console.Error.WriteLine($"{DateTimeOffset.Now:HH:mm:ss} {step}");

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    public static string Milliseconds(double time) => string.Create(CultureInfo.InvariantCulture, $"{time:0} ms");

    public static string Ratio(double value, double baseline) => string.Create(CultureInfo.InvariantCulture, $"x{value / baseline:0.00}");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
