using System.Security.Cryptography;

namespace ContainerKit.Testing.Sessions;

/// <summary>Lays the watchdog out as the files that a runtime can run. They are written once, and looked at each time.</summary>
internal static class WatchdogFiles
{
    private const string Prefix = "watchdog-";
    private const string Assembly = "ContainerKit.Watchdog.dll";
    private const string Settings = "ContainerKit.Watchdog.runtimeconfig.json";

    private static readonly TimeSpan _longUnused = TimeSpan.FromDays(30);

    /// <returns>The assembly's path.</returns>
    public static string LayOut(string stateFolder)
    {
        var assembly = Read(Assembly);
        // Processes with other versions of this package find theirs, not ours.
        var version = Convert.ToHexString(SHA256.HashData(assembly)).ToLowerInvariant()[..12];
        var folder = Directory.CreateDirectory(Path.Combine(stateFolder, Prefix + version));
        folder.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        RemoveOld(folder.Parent!);
        Write(Path.Combine(folder.FullName, Settings), Read(Settings));
        return Write(Path.Combine(folder.FullName, Assembly), assembly);
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

    private static byte[] Read(string name)
    {
        using var resource = typeof(WatchdogFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"ContainerKit.Testing has no {name} in it.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static string Write(string file, byte[] content)
    {
        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(content)) return file;
        // Moved into place whole: several test processes of a solution begin at the same moment.
        var draft = $"{file}.{Environment.ProcessId}";
        File.WriteAllBytes(draft, content);
        File.Move(draft, file, overwrite: true);
        return file;
    }
}
