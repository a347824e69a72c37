using System.Globalization;
using System.Runtime.InteropServices;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>Whether a process still runs.</summary>
internal static partial class RunningProcess
{
    private const int NoSuchProcess = 3;

    /// <summary>Whether there may be a process with this pid and start time. A process that must not be seen may be the one.</summary>
    public static bool MayExist(int pid, long start)
    {
        if (OperatingSystem.IsLinux() && ProcessStartTime.ReadStat(pid) is { } stat) return stat.Start == start && !IsDead(pid, stat.State);
        if (!OperatingSystem.IsLinux() && ProcessStartTime.Get(pid) is { } since) return since == start;
        return !IsGone(pid);
    }

    // A zombie has ended and waits for its parent to notice; the first thread of a process that lives on in others looks the same.
    private static bool IsDead(int pid, char state)
    {
        if (state is not ('Z' or 'X')) return false;
        try
        {
            return Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")).Length <= 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is DirectoryNotFoundException;
        }
    }

    private static bool IsGone(int pid)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                System.Diagnostics.Process.GetProcessById(pid).Dispose();
                return false;
            }
            catch (ArgumentException)
            {
                return true;
            }
        }

        // Signal 0 is sent to nobody: it asks. A process of somebody else's, hidden from /proc, answers that it may not be signalled.
        return Kill(pid, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
