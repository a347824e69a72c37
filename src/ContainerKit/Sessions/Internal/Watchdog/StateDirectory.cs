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
        : CreateTemporary();

    /// <exception cref="IOException">The temporary folder is not writable, or other users can replace files in it.</exception>
    public static StateDirectory CreateTemporary()
    {
        var folder = System.IO.Path.GetTempPath();
        if (PrivateFile.ResolveDirectory(folder) is null)
            throw new IOException($"another user can replace the files in the temporary folder {folder}");
        return new StateDirectory(Directory.CreateTempSubdirectory(Name + "-").FullName, IsTemporary: true);
    }

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
    /// Creates a directory to which only this user has access, if it does not exist. Returns null if it cannot be
    /// created, belongs to another user, or can be replaced by one.
    /// </summary>
    internal static string? TryCreatePrivate(string parent, string name)
    {
        try
        {
            return PrivateFile.CreateDirectory(parent, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // For example, the home does not exist or is read-only.
            return null;
        }
    }
}
