namespace ContainerKit.Testing.Sessions;

/// <summary>Lays the watchdog out as the files that a runtime can run. They are written once, and looked at each time.</summary>
internal static class WatchdogExtractor
{
    private const string Prefix = "watchdog-";
    private const string Assembly = "ContainerKit.Watchdog.dll";
    private const string Settings = "ContainerKit.Watchdog.runtimeconfig.json";

    private static readonly TimeSpan _longUnused = TimeSpan.FromDays(30);

    /// <returns>The assembly's path.</returns>
    public static string Extract(string stateFolder)
    {
        // Processes with other versions of this package find theirs, not ours.
        var version = typeof(WatchdogExtractor).Module.ModuleVersionId.ToString("N")[..12];
        var folder = Directory.CreateDirectory(Path.Combine(stateFolder, Prefix + version));
        folder.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        RemoveOld(folder.Parent!);
        Write(folder, Settings);
        return Write(folder, Assembly);
    }

    // Those of versions that nobody has used for a while.
    private static void RemoveOld(DirectoryInfo stateFolder)
    {
        foreach (var folder in stateFolder.GetDirectories(Prefix + "*").Where(folder => TimeProvider.System.GetUtcNow() - folder.LastWriteTimeUtc > _longUnused))
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process was quicker, or one that began long ago still runs from there.
            }
        }
    }

    private static string Write(DirectoryInfo folder, string name)
    {
        var file = Path.Combine(folder.FullName, name);
        using var resource = typeof(WatchdogExtractor).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"ContainerKit.Testing has no {name} in it.");
        if (new FileInfo(file) is { Exists: true } there && there.Length == resource.Length) return file;
        // Moved into place whole: several test processes of a solution begin at the same moment.
        var draft = $"{file}.{Environment.ProcessId}";
        using (var writing = File.Create(draft)) resource.CopyTo(writing);
        File.Move(draft, file, overwrite: true);
        return file;
    }
}
