namespace ContainerKit.Sessions;

/// <summary>
/// The extraction of the watchdog from the resources of this assembly into files. Existing files are reused.
/// </summary>
internal static class WatchdogExtractor
{
    private const string Prefix = "watchdog-";
    private const string Assembly = "ContainerKit.Watchdog.dll";
    private const string Settings = "ContainerKit.Watchdog.runtimeconfig.json";

    private static readonly TimeSpan _unusedAge = TimeSpan.FromDays(30);

    /// <summary>Extracts the files if they do not exist.</summary>
    /// <returns>The path of the assembly.</returns>
    public static string Extract(string stateDirectory)
    {
        // One folder per build, so that processes with other versions of this package use their own watchdog.
        var version = typeof(WatchdogExtractor).Module.ModuleVersionId.ToString("N")[..12];
        var folder = Directory.CreateDirectory(Path.Combine(stateDirectory, Prefix + version));
        folder.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        RemoveUnusedVersions(folder.Parent!);
        Write(folder, Settings);
        return Write(folder, Assembly);
    }

    // Removes versions that no process has used for a while.
    private static void RemoveUnusedVersions(DirectoryInfo stateDirectory)
    {
        foreach (var folder in stateDirectory.GetDirectories(Prefix + "*"))
        {
            if (TimeProvider.System.GetUtcNow() - folder.LastWriteTimeUtc <= _unusedAge) continue;
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process has deleted it, or a watchdog that has been running for a long time uses it.
            }
        }
    }

    private static string Write(DirectoryInfo folder, string name)
    {
        var file = Path.Combine(folder.FullName, name);
        using var resource = typeof(WatchdogExtractor).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the embedded resource {name} is missing");
        if (new FileInfo(file) is { Exists: true } existing && existing.Length == resource.Length) return file;
        // Moved into place when complete: several test processes of a solution start at the same time.
        var temporaryFile = $"{file}.{Environment.ProcessId}";
        using (var stream = File.Create(temporaryFile)) resource.CopyTo(stream);
        File.Move(temporaryFile, file, overwrite: true);
        return file;
    }
}
