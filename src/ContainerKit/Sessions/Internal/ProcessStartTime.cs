using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>Reads the start time of a process, which distinguishes it from a later process with the same pid.</summary>
internal static class ProcessStartTime
{
    /// <summary>
    /// Returns the start time as a number that is the same in every process that reads it; null if the process does not
    /// exist or cannot be read.
    /// </summary>
    public static long? Get(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return ReadStat(pid) is { } stat ? stat.Start : null;
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns the state letter of a Linux process, and its start time in clock ticks since the boot. Null if the
    /// process does not exist or is hidden from this one.
    /// </summary>
    public static (char State, long Start)? ReadStat(int pid)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            // The name, in parentheses, may contain any character. It is followed by the state and 18 numbers, then the
            // start time.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }
}
