namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Where the watchdog's files stand, and its reports: a folder in the user's local data, which nobody else may write to. A user without such a
/// folder gets one that is new each time.
/// </summary>
/// <param name="IsTemporary">Whether it goes with the watchdog.</param>
internal sealed record StateDirectory(string Path, bool IsTemporary)
{
    private const string Name = "ContainerKit";

    // Not verified: a fresh account has a home, and no folder for data in it yet.
    private static string Data => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <exception cref="IOException">There is no place to write to.</exception>
    public static StateDirectory Make() => Data.Length > 0 && TryMakePrivate(Data, Name) is { } folder
        ? new StateDirectory(folder, IsTemporary: false)
        : new StateDirectory(Directory.CreateTempSubdirectory(Name + "-").FullName, IsTemporary: true);

    /// <summary>
    /// The folders in which all processes of this user look for each other, the first one first: that in their local data, and one below the folder for
    /// temporary files, for users without a home. Nothing that is run may stand in the second.
    /// </summary>
    public static IEnumerable<string> Shared()
    {
        if (Data.Length > 0 && TryMakePrivate(Data, Name) is { } inData) yield return inData;
        if (TryMakePrivate(System.IO.Path.GetTempPath(), $"{Name}-{Environment.UserName}") is { } inTemp) yield return inTemp;
    }

    /// <summary>A folder of this name that nobody else may write to, made where it is not there yet; null where there can be none, or somebody else has it.</summary>
    internal static string? TryMakePrivate(string parent, string name)
    {
        try
        {
            var folder = System.IO.Path.Combine(parent, name);
            if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(folder).FullName;
            Directory.CreateDirectory(parent);
            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            // A folder's mode can be changed by its owner only, so that it can be proves whose it is; but for the superuser, who shares a machine with nobody.
            if (Directory.CreateDirectory(folder, Private).LinkTarget is not null) return null;
            File.SetUnixFileMode(folder, Private);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that is not there, or may only be read.
            return null;
        }
    }
}
