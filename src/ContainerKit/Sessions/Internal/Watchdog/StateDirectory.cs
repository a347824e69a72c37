namespace ContainerKit.Sessions;

/// <summary>
/// The directory of the watchdog's files and reports: a folder in the user's local application data to which only this
/// user can write. A user without such a folder gets a new temporary directory for each process.
/// </summary>
/// <param name="IsTemporary">Indicates whether the watchdog deletes the directory when it exits.</param>
internal sealed record StateDirectory(string Path, bool IsTemporary)
{
    private const string Name = "ContainerKit";

    // Not verified: in a new user account, the home exists, but the folder for application data does not.
    private static string LocalData =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <exception cref="IOException">No directory is writable.</exception>
    public static StateDirectory Create() => LocalData.Length > 0 && TryCreatePrivate(LocalData, Name) is { } directory
        ? new StateDirectory(directory, IsTemporary: false)
        : new StateDirectory(Directory.CreateTempSubdirectory(Name + "-").FullName, IsTemporary: true);

    /// <summary>
    /// Returns the directories that all processes of this user share, in the order of preference: one in the local
    /// application data, and one in the temporary folder for users without a home. Programs must not be run from the
    /// second one.
    /// </summary>
    public static IEnumerable<string> GetSharedDirectories()
    {
        if (LocalData.Length > 0 && TryCreatePrivate(LocalData, Name) is { } inLocalData) yield return inLocalData;
        if (TryCreatePrivate(System.IO.Path.GetTempPath(), $"{Name}-{Environment.UserName}") is { } inTemp) yield return inTemp;
    }

    /// <summary>
    /// Creates a directory to which only this user can write, if it does not exist. Returns null if it cannot be
    /// created, or belongs to another user.
    /// </summary>
    internal static string? TryCreatePrivate(string parent, string name)
    {
        try
        {
            var directory = System.IO.Path.Combine(parent, name);
            if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(directory).FullName;
            Directory.CreateDirectory(parent);
            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            // Only the owner and root can change the mode of a directory, so success proves that this user owns it.
            // Root is an exception, but a directory of another user is no threat to root's tests.
            if (Directory.CreateDirectory(directory, Private).LinkTarget is not null) return null;
            File.SetUnixFileMode(directory, Private);
            return directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // For example, the home does not exist or is read-only.
            return null;
        }
    }
}
