using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>What tells this machine, this boot of it, and this pid namespace from others. What cannot be read is <see cref="SessionOwner.Unknown"/>.</summary>
internal static class HostIdentity
{
    public static string Host { get; } = Digest($"{Environment.OSVersion.Platform}/{MachineId()}/{Environment.MachineName}");

    public static string Boot { get; } = Read("/proc/sys/kernel/random/boot_id") is { Length: > 0 } boot ? Digest(boot) : SessionOwner.Unknown;

    public static string PidNamespace { get; } = FindPidNamespace();

    /// <summary>When this machine was started, by its clock of now; null where that cannot be told.</summary>
    public static DateTimeOffset? GetBootTime()
    {
        const string Title = "btime ";
        var line = Read("/proc/stat").Split('\n').FirstOrDefault(line => line.StartsWith(Title, StringComparison.Ordinal));
        return long.TryParse(line?[Title.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    private static string MachineId() => Read("/etc/machine-id") is { Length: > 0 } id ? id : Read("/var/lib/dbus/machine-id");

    private static string FindPidNamespace()
    {
        try
        {
            // A link to "pid:[4026531836]".
            var name = OperatingSystem.IsLinux() ? File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "" : "";
            return name.Where(char.IsAsciiDigit).ToArray() is { Length: > 0 } digits ? new string(digits) : SessionOwner.Unknown;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SessionOwner.Unknown;
        }
    }

    private static string Read(string file)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(file).Trim() : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // FNV-1a, to tell one from another: nothing here is worth loading cryptography for, which takes longer than a create.
    private static string Digest(string text)
    {
        var hash = 14695981039346656037;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 1099511628211);
        return (hash >> 16).ToString("x12", CultureInfo.InvariantCulture);
    }
}
