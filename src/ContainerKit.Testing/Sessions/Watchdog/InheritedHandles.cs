using System.Globalization;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Handles that this process got from the one that started it, and would pass on: a lock that <c>flock</c> holds for it, a pipe whose end a
/// script waits for. The watchdog, which lives longer, must not hold them. On Linux; other systems' launchers pass on none by habit.
/// </summary>
internal static class InheritedHandles
{
    private const int CloseOnExec = 0x80000;

    /// <summary>Each as its number and what it is, such as <c>5=/run/lock/build</c>, so that no other is closed in its place.</summary>
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
            var flags = File.ReadLines(info).First(line => line.StartsWith("flags:", StringComparison.Ordinal))["flags:".Length..].Trim();
            if ((Convert.ToInt32(flags, 8) & CloseOnExec) != 0) return null;
            return $"{number}={new FileInfo("/proc/self/fd/" + number).LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            // Closed by now, as the one is that the list itself was read with.
            return null;
        }
    }
}
