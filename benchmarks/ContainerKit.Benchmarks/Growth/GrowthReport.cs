using System.Globalization;
using System.Text;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Growth;

/// <summary>Measures series, and writes their plots and the part of the page that shows them.</summary>
internal static class GrowthReport
{
    private const int Rounds = 3;
    // If the size before took longer, the next one takes minutes and has one round.
    private const double LongMilliseconds = 5000;

    /// <summary>Measures series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="scale">The amount of work.</param>
    /// <param name="folder">The folder of the page and, in <c>plots</c>, of the plots; null for none.</param>
    /// <param name="machine">The description of the machine.</param>
    public static async Task RunAsync(IReadOnlyList<GrowthSeries> series, Scale scale, string? folder, string machine)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\nMeasured on {DateTime.UtcNow:yyyy-MM-dd} with {machine}.\n");
        foreach (var item in series)
        {
            var results = new List<(int Size, RowResult Result)>();
            foreach (var (size, row) in item.Rows)
            {
                // The first client is the floor. Other clients are compared in the rows of the page.
                var floor = row.Contestants[0].Name;
                var isLong = results is [.., var last] && last.Result.Measurements[0].Milliseconds > LongMilliseconds;
                var result = await Runner.MeasureAsync(
                    row, scale, isLong ? 1 : Rounds,
                    client => client.Name == floor || client.Name.StartsWith("ContainerKit", StringComparison.Ordinal));
                Report.Print(result);
                results.Add((size, result));
            }

            if (folder is null) continue;
            var plots = Directory.CreateDirectory(Path.Combine(folder, "plots")).FullName;
            text.Append(CultureInfo.InvariantCulture, $"\n### {char.ToUpperInvariant(item.Title[0])}{item.Title[1..]}\n\n");
            foreach (var plot in GrowthPlot.Draw(item, results, plots))
                text.Append(CultureInfo.InvariantCulture, $"![{plot}](plots/{plot})\n");
        }

        if (folder is not null) await Report.ReplaceAsync(Path.Combine(folder, "benchmarks.md"), "growth", text.ToString());
    }
}
