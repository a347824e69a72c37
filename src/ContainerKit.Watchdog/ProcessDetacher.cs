using System.Globalization;
using System.Runtime.InteropServices;

namespace ContainerKit.Testing.Sessions;

/// <summary>Keeps what ends the watched process from ending the watchdog too.</summary>
internal static partial class ProcessDetacher
{
    private static readonly List<PosixSignalRegistration> _ignored = [];

    /// <summary>
    /// Leaves the terminal and the process group: neither Ctrl-C nor a kill of the whole group reaches the watchdog. What is sent to it by name it
    /// ignores, since it ends by itself, soon after the process it watches. On Windows it has a console of its own from the start.
    /// </summary>
    public static void Detach()
    {
        // Refused where it leads a group already: then whoever started it has done this.
        if (!OperatingSystem.IsWindows()) _ = StartSession();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT, PosixSignal.SIGTERM])
            _ignored.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
    }

    /// <summary>Closes what the watched process had from whoever started it, and had to pass on.</summary>
    /// <param name="handles">Each as its number and what it is. Where the number means something else by now, it is this process's own.</param>
    public static void Release(IEnumerable<string> handles)
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
