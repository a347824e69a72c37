using System.Runtime.InteropServices;

namespace ContainerKit.Sessions;

/// <summary>The <c>dotnet</c> host that runs the watchdog. The host of this process's runtime is preferred.</summary>
internal static class DotnetHost
{
    private static readonly string _name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <returns>The path, or null if there is none, as on a machine with only self-contained programs.</returns>
    public static string? Find() => GetCandidates().FirstOrDefault(IsUsable);

    // A relative path would lead to the current folder, whose files may be those of another user or of a download.
    internal static bool IsUsable(string path) => Path.IsPathFullyQualified(path) && File.Exists(path);

    /// <summary>
    /// Returns the host of a runtime directory, <c>ROOT/shared/Microsoft.NETCore.App/10.0.1/</c>. Null for the directory
    /// of a self-contained program, which is the program's own.
    /// </summary>
    internal static string? GetHostOf(string runtimeDirectory)
    {
        var version = new DirectoryInfo(Path.TrimEndingDirectorySeparator(runtimeDirectory));
        return version is { Parent: { Name: "Microsoft.NETCore.App", Parent: { Name: "shared", Parent: { } root } } }
            ? Path.Combine(root.FullName, _name)
            : null;
    }

    private static IEnumerable<string> GetCandidates()
    {
        if (GetHostOf(RuntimeEnvironment.GetRuntimeDirectory()) is { } own) yield return own;
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
