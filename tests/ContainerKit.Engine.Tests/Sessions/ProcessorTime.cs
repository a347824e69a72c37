using System.Globalization;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Reads the processor time of a process from /proc.</summary>
internal static class ProcessorTime
{
    /// <summary>Returns the user and system time of a process.</summary>
    /// <returns>The time in clock ticks of 10 ms.</returns>
    public static long Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
