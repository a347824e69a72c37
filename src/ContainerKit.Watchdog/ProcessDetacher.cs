using System.Globalization;
using System.Runtime.InteropServices;

namespace ContainerKit.Sessions;

/// <summary>
/// The detachment of the watchdog from the watched process, so that signals to that process do not reach the watchdog.
/// </summary>
internal static partial class ProcessDetacher
{
    private static readonly List<PosixSignalRegistration> _ignoredSignals = [];

    /// <summary>
    /// Leaves the terminal and the process group, so that neither Ctrl-C nor a signal to the group reaches the
    /// watchdog. Signals to the watchdog itself are ignored, because it exits soon after the watched process. On
    /// Windows it is started with a separate console.
    /// </summary>
    public static void Detach()
    {
        // Fails if the process is already a session leader, because it was started with setsid.
        if (!OperatingSystem.IsWindows()) _ = StartSession();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT, PosixSignal.SIGTERM])
            _ignoredSignals.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
    }

    /// <summary>Closes handles that the watched process has inherited and passed on.</summary>
    /// <param name="handles">
    /// The handles as number and target. If the target differs, the handle is one of this process, and is not closed.
    /// </param>
    public static void CloseHandles(IEnumerable<string> handles)
    {
        foreach (var handle in handles)
        {
            var (number, target) = (handle[..handle.IndexOf('=')], handle[(handle.IndexOf('=') + 1)..]);
            if (new FileInfo("/proc/self/fd/" + number).LinkTarget == target) _ = Close(int.Parse(number, CultureInfo.InvariantCulture));
        }
    }

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StartSession();
}
