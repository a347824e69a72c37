using System.Globalization;
using ContainerKit.Benchmarks.Measuring;
using ScottPlot;

namespace ContainerKit.Benchmarks.Growth;

/// <summary>Draws the time and the memory of a series by size, both with logarithmic axes.</summary>
internal static class GrowthPlot
{
    private const int Width = 560, Height = 320;

    /// <summary>Draws a series, and returns the names of the two files.</summary>
    public static IReadOnlyList<string> Draw(
        GrowthSeries series, IReadOnlyList<(int Size, RowResult Result)> results, string folder)
    {
        var time = Create(series.Title, "seconds");
        foreach (var contestant in results[0].Result.Measurements.Select(item => item.Contestant.Name))
        {
            Add(time, contestant, results.Select(item => (item.Size, Find(item.Result, contestant).Milliseconds / 1000)));
        }

        var memory = Create(series.Title, "peak memory of the process in MB");
        foreach (var contestant in results[0].Result.Measurements.Where(item => item.PeakBytes is not null))
        {
            var name = contestant.Contestant.Name;
            Add(memory, name, results.Select(item => (item.Size, Find(item.Result, name).PeakBytes!.Value / 1e6)));
        }

        return [Save(time, $"growth-{series.Name}-time.svg"), Save(memory, $"growth-{series.Name}-memory.svg")];

        string Save(Plot plot, string name)
        {
            plot.SaveSvg(Path.Combine(folder, name), Width, Height);
            return name;
        }
    }

    private static Measurement Find(RowResult result, string contestant) =>
        result.Measurements.Single(item => item.Contestant.Name == contestant);

    private static void Add(Plot plot, string name, IEnumerable<(int Size, double Value)> points)
    {
        var list = points.ToList();
        var line = plot.Add.Scatter(
            list.ConvertAll(point => Math.Log10(point.Size)), list.ConvertAll(point => Math.Log10(point.Value)));
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = 6;
    }

    private static Plot Create(string sizes, string values)
    {
        var plot = new Plot();
        plot.XLabel(sizes);
        plot.YLabel(values);
        plot.Axes.Bottom.TickGenerator = CreateTicks();
        plot.Axes.Left.TickGenerator = CreateTicks();
        plot.ShowLegend(Alignment.UpperLeft);
        return plot;
    }

    // The axes have the logarithms of the values.
    private static ScottPlot.TickGenerators.NumericAutomatic CreateTicks() => new()
    {
        IntegerTicksOnly = false,
        LabelFormatter = value => Math.Pow(10, value).ToString("G2", CultureInfo.InvariantCulture),
    };
}
