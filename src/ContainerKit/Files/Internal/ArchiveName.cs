using System.Buffers;

namespace ContainerKit.Files;

/// <summary>
/// Validates the names in an archive, which may be malicious. A name that leads out of the target folder is rejected, and so
/// is a name with a special meaning on the host.
/// </summary>
internal static class ArchiveName
{
    private static readonly SearchValues<char> _special = SearchValues.Create("\\:*?\"<>|");

    private static readonly string[] _devices =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
        // Windows takes these superscripts for digits: https://learn.microsoft.com/windows/win32/fileio/naming-a-file.
        "COM\u00B9", "COM\u00B2", "COM\u00B3", "LPT\u00B9", "LPT\u00B2", "LPT\u00B3",
    ];

    /// <summary>Returns the parts of a name; none for the target folder itself.</summary>
    /// <exception cref="UnsafeArchiveException">The name leads out of the target folder or is not valid on the host.</exception>
    public static IReadOnlyList<string> Parts(string name, bool isWindows)
    {
        if (name.StartsWith('/')) throw Unsafe(name, "its name is absolute");
        List<string> parts = [];
        foreach (var part in name.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part == "..") throw Unsafe(name, "its name contains '..'");
            if (part.Contains('\0', StringComparison.Ordinal)) throw Unsafe(name, "its name contains a null character");
            if (isWindows && GetWindowsViolation(part) is { } violation) throw Unsafe(name, violation);
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>
    /// Indicates whether the target of a link is inside the extracted folder. '..' is allowed only at the start of the
    /// target: those parts go through real folders. Later parts may be links, which have been validated by the same rule.
    /// </summary>
    /// <param name="target">The target of the link.</param>
    /// <param name="depth">The number of folders between the extracted folder and the link.</param>
    /// <param name="isWindows">Indicates whether the host is Windows.</param>
    public static bool StaysInside(string target, int depth, bool isWindows)
    {
        if (isWindows) target = target.Replace('\\', '/');
        if (target.Length == 0 || target.StartsWith('/') || (isWindows && target.Contains(':', StringComparison.Ordinal))) return false;
        var hasDescended = false;
        foreach (var part in target.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") hasDescended = true;
            else if (hasDescended || --depth < 0) return false;
        }

        return true;
    }

    /// <summary>Returns the target of a link on the host in the form of an archive, with slashes.</summary>
    public static string NormalizeLinkTarget(string target, bool isWindows) => isWindows ? target.Replace('\\', '/') : target;

    /// <summary>Returns the exception for a rejected entry.</summary>
    public static UnsafeArchiveException Unsafe(string name, string reason) => new(name,
        $"Could not extract '{PathText.Display(name)}': {reason}. Nothing was written outside of the target folder.");

    // On Windows a colon names an alternate stream of a file, a reserved name is a device, and trailing dots and spaces are
    // removed silently.
    private static string? GetWindowsViolation(string part)
    {
        if (part.AsSpan().ContainsAny(_special) || part.Any(c => c < ' '))
            return "its name contains characters that have a special meaning on Windows";
        if (part[^1] is '.' or ' ') return "its name ends in a dot or a space, which Windows removes";
        return _devices.Contains(part.Split('.')[0].TrimEnd(' '), StringComparer.OrdinalIgnoreCase)
            ? "its name is the name of a device on Windows"
            : null;
    }
}
