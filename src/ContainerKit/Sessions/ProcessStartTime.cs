using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>When a process was started, to tell it from a later one that got its pid.</summary>
internal static class ProcessStartTime
{
    /// <summary>A figure that is the same whoever asks; null when there is no such process, or it cannot be told.</summary>
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

    /// <summary>Linux: a process's state letter, and its start in clock ticks since the boot. Null when there is no such process to be seen.</summary>
    public static (char State, long Start)? ReadStat(int pid)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            // The name, in brackets, may hold anything; after it come the state and 18 figures, then the start.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }
}
