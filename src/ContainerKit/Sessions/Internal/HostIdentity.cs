using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>
/// The values that distinguish this machine, its current boot and this process's pid namespace from others. A value
/// that cannot be read is <see cref="SessionOwner.Unknown"/>.
/// </summary>
internal static class HostIdentity
{
    /// <summary>A hash of the machine's id and name.</summary>
    public static string Host { get; } = Hash($"{Environment.OSVersion.Platform}/{MachineId()}/{Environment.MachineName}");

    /// <summary>A hash of the kernel's id of the current boot.</summary>
    public static string Boot { get; } =
        Read("/proc/sys/kernel/random/boot_id") is { Length: > 0 } boot ? Hash(boot) : SessionOwner.Unknown;

    /// <summary>The number of this process's pid namespace.</summary>
    public static string PidNamespace { get; } = FindPidNamespace();

    /// <summary>Returns the time at which this machine booted, by its current clock; null if it is unknown.</summary>
    public static DateTimeOffset? GetBootTime()
    {
        const string Key = "btime ";
        var line = Read("/proc/stat").Split('\n').FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return long.TryParse(line?[Key.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static string MachineId() => Read("/etc/machine-id") is { Length: > 0 } id ? id : Read("/var/lib/dbus/machine-id");

    private static string FindPidNamespace()
    {
        try
        {
            // The link's target is a name such as "pid:[4026531836]".
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

    // FNV-1a. The values are not secret, and loading the cryptography libraries takes longer than a create request.
    private static string Hash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var character in text) hash = unchecked((hash ^ character) * 1099511628211);
        return (hash >> 16).ToString("x12", CultureInfo.InvariantCulture);
    }
}
