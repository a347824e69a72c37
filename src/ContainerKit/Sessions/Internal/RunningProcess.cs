using System.Globalization;
using System.Runtime.InteropServices;

namespace ContainerKit.Sessions;

/// <summary>The check for running processes.</summary>
internal static partial class RunningProcess
{
    private const int NoSuchProcess = 3;

    /// <summary>
    /// Returns whether a process with this pid and start time may be running. True also for a process that this user
    /// cannot inspect.
    /// </summary>
    public static bool MayExist(int pid, long start)
    {
        if (OperatingSystem.IsLinux() && ProcessStartTime.ReadStat(pid) is { } stat)
            return stat.Start == start && !IsZombie(pid, stat.State);
        if (!OperatingSystem.IsLinux() && ProcessStartTime.Get(pid) is { } since) return since == start;
        return !HasExited(pid);
    }

    // A zombie has exited, and its parent has not read the exit code yet. A process whose first thread has exited,
    // while others run, has the same state.
    private static bool IsZombie(int pid, char state)
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

    private static bool HasExited(int pid)
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

        // Signal 0 only checks for the process. For a process of another user that is hidden from /proc, the error is
        // EPERM.
        return Kill(pid, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
