using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ContainerKit.Benchmarks.Measuring;

/// <summary>Formats the measurements, for the terminal and for the page.</summary>
internal static class Report
{
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

    /// <summary>Writes the measurements to a page.</summary>
    public static Task WriteAsync(string path, string machine, IReadOnlyList<RowResult> results) =>
        ReplaceAsync(path, "rows", Format(machine, results));

    /// <summary>Replaces a measured part of a page, which is between two comments with its name.</summary>
    public static async Task ReplaceAsync(string path, string part, string text)
    {
        var (start, end) = ($"<!-- eng/bench.sh writes the {part} -->\n", $"<!-- end of the {part} -->");
        var page = await File.ReadAllTextAsync(path);
        var (from, to) = (page.IndexOf(start, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidOperationException($"{path} has no part for the {part}.");
        await File.WriteAllTextAsync(path, $"{page[..(from + start.Length)]}{text}\n{page[to..]}");
    }

    /// <summary>Describes the machine, without names.</summary>
    public static string DescribeMachine(string engine)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {memory:0} GiB of memory, Linux {ReadKernel()}, {engine}, "
            + $"{RuntimeInformation.FrameworkDescription}");
    }

    private static string Format(string machine, IReadOnlyList<RowResult> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\nMeasured on {DateTime.UtcNow:yyyy-MM-dd} with {machine}.\n");
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

        return text.ToString();
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
