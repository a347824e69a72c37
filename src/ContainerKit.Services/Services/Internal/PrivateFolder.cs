namespace ContainerKit.Services.Internal;

/// <summary>A folder for secrets. Only this user can read it if it is created, and its files in any case.</summary>
internal static class PrivateFolder
{
    /// <summary>Creates the folder if it does not exist.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a file in the folder, and replaces an existing one.</summary>
    public static async Task WriteAsync(string folder, string name, byte[] content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(folder, name);
        File.Delete(path);
        var file = new FileStream(path, options);
        await using (file.ConfigureAwait(false)) await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }
}
