namespace ContainerKit.Testing.Execution;

/// <summary>The file of a container's log, for frameworks that attach files to a test.</summary>
internal static class LogFile
{
    /// <summary>Writes the log to a new file in this folder, and returns the path of the file.</summary>
    public static string Write(ContainerLog log, string folder)
    {
        var path = Path.Combine(folder, "container-logs", Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, log.FileName);
        File.WriteAllText(file, log.Text);
        return file;
    }
}
