namespace ContainerKit.Discovery;

/// <summary>
/// Finds programs in PATH. <c>Process.Start</c> of .NET searches the folder of the application and the current folder
/// before PATH, where another user, or a repository that was checked out, may have placed a program of the same name. A
/// program is therefore looked up here and started by its full path. The rules are those of the Docker CLI; see
/// https://pkg.go.dev/os/exec#hdr-Executables_in_the_current_directory.
/// </summary>
internal static class ProgramFinder
{
    /// <summary>Indicates whether a name is a file name without a folder, so that PATH is searched for it.</summary>
    public static bool IsFileName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0;

    /// <summary>Returns the full path of a program in the absolute folders of PATH; null if it is in none of them.</summary>
    /// <exception cref="ArgumentException">The name contains a folder.</exception>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Returns the full path of a program in the absolute folders of a value of PATH; null if it is in none.</summary>
    /// <exception cref="ArgumentException">The name contains a folder.</exception>
    public static string? Find(string name, string? path)
    {
        if (!IsFileName(name)) throw new ArgumentException("The name of a program must not contain a folder.", nameof(name));
        var extensions = OperatingSystem.IsWindows() ? GetExtensions(name) : [""];
        // An empty entry of PATH is the current folder, and a relative one depends on it.
        return (path ?? "").Split(Path.PathSeparator)
            .Select(static folder => OperatingSystem.IsWindows() ? folder.Trim('"') : folder)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => extensions.Select(extension => Path.Combine(folder, name + extension)))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string file)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Execute) != 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be examined cannot be started either.
            return false;
        }
    }

    private static string[] GetExtensions(string name)
    {
        var known = (Environment.GetEnvironmentVariable("PATHEXT") is { Length: > 0 } set ? set : ".COM;.EXE;.BAT;.CMD")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return known.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) ? ["", .. known] : known;
    }
}
