namespace ContainerKit.Sessions;

/// <summary>
/// The extraction of the watchdog from the resources of this assembly into files. Existing files are reused if their
/// content is the expected one.
/// </summary>
internal static class WatchdogExtractor
{
    private const string Prefix = "watchdog-";
    private const string Assembly = "ContainerKit.Watchdog.dll";
    private const string Incomplete = ".tmp";
    private const string Settings = "ContainerKit.Watchdog.runtimeconfig.json";

    private static readonly TimeSpan _maxWriteTime = TimeSpan.FromHours(1);
    private static readonly TimeSpan _unusedAge = TimeSpan.FromDays(30);

    /// <summary>Extracts the files if they do not exist or have another content.</summary>
    /// <returns>The path of the assembly.</returns>
    /// <exception cref="IOException">The folder is not writable, or belongs to another user.</exception>
    public static string Extract(string stateDirectory)
    {
        // One folder per build, so that processes with other versions of this package use their own watchdog.
        var version = typeof(WatchdogExtractor).Module.ModuleVersionId.ToString("N")[..12];
        var path = StateDirectory.TryCreatePrivate(stateDirectory, Prefix + version)
            ?? throw new IOException($"the folder {Prefix + version} in {stateDirectory} is not writable, or belongs to another user");
        var folder = new DirectoryInfo(path) { LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime };
        RemoveUnusedVersions(folder.Parent!);
        RemoveOtherFiles(folder);
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

    // The runtime loads every assembly in the folder, and reads more settings from it.
    private static void RemoveOtherFiles(DirectoryInfo folder)
    {
        foreach (var entry in folder.GetFileSystemInfos())
        {
            if (entry.Name is Assembly or Settings || IsBeingWritten(entry)) continue;
            if (entry is DirectoryInfo { LinkTarget: null } directory) directory.Delete(recursive: true);
            else entry.Delete();
        }
    }

    private static bool IsBeingWritten(FileSystemInfo entry) =>
        entry.Name.EndsWith(Incomplete, StringComparison.Ordinal)
        && TimeProvider.System.GetUtcNow() - entry.LastWriteTimeUtc < _maxWriteTime;

    private static string Write(DirectoryInfo folder, string name)
    {
        var file = Path.Combine(folder.FullName, name);
        var content = ReadResource(name);
        if (HasContent(file, content)) return file;
        // Moved into place when complete: several test processes of a solution start at the same time.
        var temporaryFile = $"{file}.{Guid.NewGuid():N}{Incomplete}";
        using (var stream = PrivateFile.Create(temporaryFile))
        {
            stream.Write(content);
            // A file that is damaged by a power failure is written again, but it need not come to that.
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporaryFile, file, overwrite: true);
        return file;
    }

    private static byte[] ReadResource(string name)
    {
        using var resource = typeof(WatchdogExtractor).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the embedded resource {name} is missing");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    private static bool HasContent(string file, byte[] content)
    {
        if (!PrivateFile.IsOwn(file) || new FileInfo(file).Length != content.Length) return false;
        try
        {
            return File.ReadAllBytes(file).AsSpan().SequenceEqual(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is written again, which fails if the reason is permanent.
            return false;
        }
    }
}
