using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>
/// The handles that this process has inherited and would pass on to the watchdog, such as a file lock of <c>flock</c>,
/// or a pipe that a script reads until it is closed. The watchdog runs longer than this process and must not keep them
/// open. Only implemented for Linux; on other systems, such handles are rare.
/// </summary>
internal static class InheritedHandles
{
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Lists the handles as number and target, such as <c>5=/run/lock/build</c>. With the target, the watchdog never
    /// closes another handle that has reused the number.
    /// </summary>
    public static IReadOnlyList<string> List()
    {
        if (!OperatingSystem.IsLinux()) return [];
        try
        {
            return [.. Directory.GetFiles("/proc/self/fdinfo").Select(Describe).OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Describe(string info)
    {
        try
        {
            var number = Path.GetFileName(info);
            if (int.Parse(number, CultureInfo.InvariantCulture) < 3) return null;
            var line = File.ReadLines(info).First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            var flags = line["flags:".Length..].Trim();
            if ((Convert.ToInt32(flags, 8) & CloseOnExec) != 0) return null;
            return $"{number}={new FileInfo("/proc/self/fd/" + number).LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            // The handle has been closed, like the one with which the directory was listed.
            return null;
        }
    }
}
