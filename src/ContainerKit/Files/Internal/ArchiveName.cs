using System.Buffers;

namespace ContainerKit.Files;

/// <summary>
/// Reads the names in an archive, which nobody may be trusted to have written well: a name that leads out of the folder it is unpacked
/// in is refused, and so is one that the host would take for something else than a file's.
/// </summary>
internal static class ArchiveName
{
    private static readonly SearchValues<char> _special = SearchValues.Create("\\:*?\"<>|");

    private static readonly string[] _devices =
    [
        "CON", "PRN", "AUX", "NUL", "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    ];

    /// <summary>The parts of a name; none for the folder itself.</summary>
    /// <exception cref="UnsafeArchiveException">It leads elsewhere.</exception>
    public static IReadOnlyList<string> Parts(string name, bool isWindows)
    {
        if (name.StartsWith('/')) throw Unsafe(name, "its name is absolute");
        List<string> parts = [];
        foreach (var part in name.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part == "..") throw Unsafe(name, "its name leads up with '..'");
            if (part.Contains('\0', StringComparison.Ordinal)) throw Unsafe(name, "its name holds a zero");
            if (isWindows && WindowsObjection(part) is { } objection) throw Unsafe(name, objection);
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>
    /// Whether a link stays among what is unpacked. Its way up may only stand at its begin: from there it is walked in real folders, and
    /// every further link on the way has been held to the same rule.
    /// </summary>
    /// <param name="target">What it points to.</param>
    /// <param name="depth">How many folders deep the link stands.</param>
    public static bool StaysInside(string target, int depth, bool isWindows)
    {
        if (isWindows) target = target.Replace('\\', '/');
        if (target.Length == 0 || target.StartsWith('/') || (isWindows && target.Contains(':', StringComparison.Ordinal))) return false;
        var hasGoneDown = false;
        foreach (var part in target.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") hasGoneDown = true;
            else if (hasGoneDown || --depth < 0) return false;
        }

        return true;
    }

    /// <summary>What a link of the host's points to, as an archive has it: with slashes.</summary>
    public static string NormalizeLinkTarget(string target, bool isWindows) => isWindows ? target.Replace('\\', '/') : target;

    public static UnsafeArchiveException Unsafe(string name, string reason) => new(name,
        $"Refused to unpack '{name}': {reason}. Nothing was written outside of the target folder.");

    // A colon names a stream of another file, a reserved name a device, and dots and spaces at the end are dropped silently.
    private static string? WindowsObjection(string part)
    {
        if (part.AsSpan().ContainsAny(_special) || part.Any(c => c < ' ')) return "its name has characters that Windows gives another meaning";
        if (part[^1] is '.' or ' ') return "its name ends in a way that Windows does not keep";
        return _devices.Contains(part.Split('.')[0].TrimEnd(' '), StringComparer.OrdinalIgnoreCase) ? "its name is a device's on Windows" : null;
    }
}
