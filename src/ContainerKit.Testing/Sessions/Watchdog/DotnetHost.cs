using System.Runtime.InteropServices;

namespace ContainerKit.Testing.Sessions;

/// <summary>Finds a <c>dotnet</c> that can run the watchdog: first the one whose runtime runs this process.</summary>
internal static class DotnetHost
{
    private static readonly string _name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <returns>Its path; null where there is none, as on a machine with self-contained programs only.</returns>
    public static string? Find() => Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        // ROOT/shared/Microsoft.NETCore.App/10.0.1/, unless the program brought its runtime along.
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", _name));
        if (Environment.ProcessPath is { } self && Path.GetFileName(self) == _name) yield return self;
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host) yield return host;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root) yield return Path.Combine(root, _name);
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, _name);
        yield return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet", _name)
            : OperatingSystem.IsMacOS() ? "/usr/local/share/dotnet/dotnet" : "/usr/share/dotnet/dotnet";
    }
}
