using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ContainerKit.Benchmarks.Measuring;

/// <summary>Formats the measurements, for the terminal and for the page.</summary>
internal static class Report
{
    private const string Start = "<!-- measured: eng/bench.sh replaces this part -->";
    private const string End = "<!-- end of the measured part -->";

    /// <summary>Prints the measurements of a row.</summary>
    public static void Print(RowResult result)
    {
        Console.WriteLine($"\n{result.Name}: {result.Title}, median of {result.Rounds}");
        Console.WriteLine($"  {"",-34} {"ratio",6} {"goal",6} {"ms",10} {"cpu ms",9} {"allocated",11} {"peak",9}");
        foreach (var item in result.Measurements)
        {
            Console.WriteLine($"  {item.Contestant.Name,-34} {Number(item.Ratio)} {Number(item.Contestant.Goal)} "
                + $"{item.Milliseconds.ToString("0.00", CultureInfo.InvariantCulture),10} "
                + $"{item.ProcessorMilliseconds?.ToString("0.00", CultureInfo.InvariantCulture),9} {Size(item.AllocatedBytes),11} "
                + $"{Size(item.PeakBytes),9}{(IsMissed(item) ? "  goal missed" : "")}");
        }

        static string Number(double? value) => (value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "").PadLeft(6);
    }

    /// <summary>Replaces the measured part of a page.</summary>
    public static async Task WriteAsync(string path, string engine, IReadOnlyList<RowResult> results)
    {
        var page = await File.ReadAllTextAsync(path);
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (start < 0 || end < start) throw new InvalidOperationException($"{path} has no measured part.");
        await File.WriteAllTextAsync(path, page[..start] + Format(engine, results) + page[end..]);
    }

    /// <summary>Describes the machine, without names.</summary>
    public static string DescribeMachine(string engine)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {memory:0} GiB of memory, Linux {ReadKernel()}, {engine}, "
            + $"{RuntimeInformation.FrameworkDescription}");
    }

    private static string Format(string engine, IReadOnlyList<RowResult> results)
    {
        var text = new StringBuilder();
        text.Append(Start).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Measured on {DateTime.UtcNow:yyyy-MM-dd} with {DescribeMachine(engine)}.\n");
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {result.Name}\n\n{result.Title}; median of {result.Rounds}.\n\n");
            text.Append("| client | time, ratio | goal | time | processor time | allocated | peak memory |\n");
            text.Append("|---|---|---|---|---|---|---|\n");
            foreach (var item in result.Measurements)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| {item.Contestant.Name} | {item.Ratio:0.00} | {(item.Contestant.Goal is { } goal ? $"<= {goal:0.00}" : "")} "
                    + $"| {Time(item.Milliseconds)} | {(item.ProcessorMilliseconds is { } cpu ? Time(cpu) : "")} "
                    + $"| {Size(item.AllocatedBytes)} | {Size(item.PeakBytes)} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static bool IsMissed(Measurement item) => item.Contestant.Goal is { } goal && item.Ratio > goal + 0.005;

    private static string Time(double milliseconds) => milliseconds switch
    {
        < 1 => FormattableString.Invariant($"{milliseconds * 1000:0} µs"),
        < 1000 => FormattableString.Invariant($"{milliseconds:0.0} ms"),
        _ => FormattableString.Invariant($"{milliseconds / 1000:0.00} s"),
    };

    private static string Size(double? bytes) => bytes switch
    {
        null => "",
        < 1e6 => FormattableString.Invariant($"{bytes / 1e3:0.0} KB"),
        _ => FormattableString.Invariant($"{bytes / 1e6:0.0} MB"),
    };

    private static string ReadKernel()
    {
        var release = File.ReadAllText("/proc/sys/kernel/osrelease");
        return string.Join('.', release.Trim().Split('-')[0].Split('.').Take(2));
    }
}
