namespace ContainerKit.Sessions;

/// <summary>
/// The directories and files that no other user of the machine can replace or change. Root is trusted, because root can
/// change every file anyway.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode PrivateDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PrivateContent = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int MaxLinks = 40;

    /// <summary>
    /// Returns the path of a directory without links; null if a user other than root and this one owns a part of the
    /// path or can rename it. Parts that do not exist are created for this user only.
    /// </summary>
    /// <exception cref="IOException">A part of the path cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">A part of the path cannot be created.</exception>
    public static string? ResolveDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(path).FullName;
        var user = UnixFileStatus.EffectiveUser;
        var remaining = new Stack<string>(SplitReversed(Path.GetFullPath(path)));
        var current = "/";
        for (var links = 0; remaining.TryPop(out var part);)
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? "/";
                continue;
            }

            var next = Path.Combine(current, part);
            if ((UnixFileStatus.Read(next) ?? CreateDirectory(next)) is not { } status) return null;
            if (status.Owner != 0 && status.Owner != user) return null;
            if (status.IsLink)
            {
                if (++links > MaxLinks || new FileInfo(next).LinkTarget is not { } target) return null;
                if (target.StartsWith('/')) current = "/";
                foreach (var inTarget in SplitReversed(target)) remaining.Push(inTarget);
                continue;
            }

            if (!status.IsDirectory || CanOthersRenameIn(status)) return null;
            current = next;
        }

        return current;
    }

    /// <summary>
    /// Creates a directory to which only this user has access, or restricts an existing one. Returns null if it belongs
    /// to another user, is a link or a file, or is in a directory in which another user can replace it.
    /// </summary>
    /// <exception cref="IOException">The directory cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be created.</exception>
    public static string? CreateDirectory(string parent, string name)
    {
        if (ResolveDirectory(parent) is not { } resolved) return null;
        var directory = Path.Combine(resolved, name);
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(directory).FullName;
        if ((UnixFileStatus.Read(directory) ?? CreateDirectory(directory)) is not { IsDirectory: true } status) return null;
        if (status.Owner != UnixFileStatus.EffectiveUser) return null;
        if (status.Permissions != PrivateDirectory) File.SetUnixFileMode(directory, PrivateDirectory);
        return directory;
    }

    /// <summary>
    /// Indicates whether a path is a file of this user, not a link or a pipe, that no other user can write to.
    /// </summary>
    public static bool IsOwn(string file)
    {
        if (OperatingSystem.IsWindows()) return new FileInfo(file) is { Exists: true, LinkTarget: null };
        return UnixFileStatus.Read(file) is { IsRegularFile: true } status
            && status.Owner == UnixFileStatus.EffectiveUser
            && (status.Permissions & OthersWrite) == 0;
    }

    /// <summary>Creates a file that only this user can read and write.</summary>
    /// <exception cref="IOException">There is a file or a link of this name.</exception>
    public static FileStream Create(string file)
    {
        // With this mode, the system never follows a link at the end of the path.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = PrivateContent;
        return new FileStream(file, options);
    }

    private static UnixFileStatus? CreateDirectory(string path)
    {
        if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(path, PrivateDirectory);
        return UnixFileStatus.Read(path);
    }

    // Many systems create a group of the same number for each user, with this user as the only member.
    private static bool CanOthersRenameIn(UnixFileStatus directory)
    {
        if (directory.IsSticky) return false;
        var hasPrivateGroup = directory.Group == directory.Owner;
        var othersWrite = hasPrivateGroup ? UnixFileMode.OtherWrite : OthersWrite;
        return (directory.Permissions & othersWrite) != 0;
    }

    private static IEnumerable<string> SplitReversed(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
