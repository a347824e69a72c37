namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Where the watchdog's files stand, and its reports: a folder in the user's local data, which nobody else may write to. A user without such a
/// folder gets one that is new each time.
/// </summary>
internal static class StateFolder
{
    private const string Name = "ContainerKit";

    /// <exception cref="IOException">There is no place to write to.</exception>
    public static string Make()
    {
        // Not verified: a fresh account has a home, and no folder for data in it yet.
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        try
        {
            if (data.Length > 0) return MakePrivate(Path.Combine(data, Name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that is not there, or may only be read.
        }

        return Directory.CreateTempSubdirectory(Name + "-").FullName;
    }

    private static string MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(folder).FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
