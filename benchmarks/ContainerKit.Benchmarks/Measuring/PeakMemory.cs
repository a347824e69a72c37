using System.Globalization;
using ContainerKit.Benchmarks.Clients;

namespace ContainerKit.Benchmarks.Measuring;

/// <summary>Measures the peak memory of a process that does the work of one contestant once.</summary>
internal static class PeakMemory
{
    /// <summary>The argument that makes this program do the work of one contestant, and print its peak memory.</summary>
    public const string Argument = "--peak";

    /// <summary>Starts this program for one contestant.</summary>
    /// <returns>The largest resident memory in bytes.</returns>
    public static async Task<long> MeasureAsync(string row, string contestant, Scale scale)
    {
        List<string> arguments = [typeof(PeakMemory).Assembly.Location, Argument, row, contestant];
        if (scale.IsQuick) arguments.Add("--quick");
        var output = await Tool.GetOutputAsync("dotnet", [.. arguments]);
        return long.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>Does the work of one contestant, and prints the peak memory of this process.</summary>
    public static async Task PrintAsync(Row row, string contestant, Scale scale)
    {
        try
        {
            await row.PrepareAsync(scale);
            await row.BeforeEachAsync();
            await row.Contestants.Single(item => item.Name == contestant).RunAsync();
            Console.WriteLine(Read().ToString(CultureInfo.InvariantCulture));
            await row.AfterEachAsync();
        }
        finally
        {
            await row.ReleaseAsync();
        }
    }

    // The runtime reports the peak of the working set as 0 on Linux.
    private static long Read()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
