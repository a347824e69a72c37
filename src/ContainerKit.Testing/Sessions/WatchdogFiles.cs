using System.Security.Cryptography;

namespace ContainerKit.Testing.Sessions;

/// <summary>Lays the watchdog out as the files that a runtime can run. They are written once, and looked at each time.</summary>
internal static class WatchdogFiles
{
    private const string Assembly = "ContainerKit.Watchdog.dll";
    private const string Settings = "ContainerKit.Watchdog.runtimeconfig.json";

    /// <returns>The assembly's path.</returns>
    public static string LayOut(string stateFolder)
    {
        var assembly = Read(Assembly);
        // Processes with other versions of this package find theirs, not ours.
        var version = Convert.ToHexString(SHA256.HashData(assembly)).ToLowerInvariant()[..12];
        var folder = Directory.CreateDirectory(Path.Combine(stateFolder, "watchdog-" + version)).FullName;
        Write(Path.Combine(folder, Settings), Read(Settings));
        return Write(Path.Combine(folder, Assembly), assembly);
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
