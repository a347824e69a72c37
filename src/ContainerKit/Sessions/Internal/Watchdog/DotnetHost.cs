using System.Runtime.InteropServices;

namespace ContainerKit.Sessions;

/// <summary>The <c>dotnet</c> host that runs the watchdog. The host of this process's runtime is preferred.</summary>
internal static class DotnetHost
{
    private static readonly string _name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <returns>The path, or null if there is none, as on a machine with only self-contained programs.</returns>
    public static string? Find() => GetCandidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> GetCandidates()
    {
        // The runtime directory is ROOT/shared/Microsoft.NETCore.App/10.0.1/, unless the program is self-contained.
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", _name));
        if (Environment.ProcessPath is { } self && Path.GetFileName(self) == _name) yield return self;
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host) yield return host;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root) yield return Path.Combine(root, _name);
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, _name);
        yield return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet", _name)
            : OperatingSystem.IsMacOS() ? "/usr/local/share/dotnet/dotnet" : "/usr/share/dotnet/dotnet";
    }
}
