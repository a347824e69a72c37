namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Where the watchdog's files stand, and its reports: a folder in the user's local data, which nobody else may write to. A user without such a
/// folder gets one that is new each time.
/// </summary>
/// <param name="IsTemporary">Whether it goes with the watchdog.</param>
internal sealed record StateFolder(string Path, bool IsTemporary)
{
    private const string Name = "ContainerKit";

    /// <exception cref="IOException">There is no place to write to.</exception>
    public static StateFolder Make()
    {
        // Not verified: a fresh account has a home, and no folder for data in it yet.
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        try
        {
            if (data.Length > 0) return new StateFolder(MakePrivate(System.IO.Path.Combine(data, Name)), IsTemporary: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that is not there, or may only be read.
        }

        return new StateFolder(Directory.CreateTempSubdirectory(Name + "-").FullName, IsTemporary: true);
    }

    private static string MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(folder).FullName;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(folder)!);
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
