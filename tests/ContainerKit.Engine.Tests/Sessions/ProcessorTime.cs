using System.Globalization;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>What a process has cost so far, on Linux.</summary>
internal static class ProcessorTime
{
    /// <returns>User and system time, in clock ticks, of which a second has a hundred.</returns>
    public static long Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
