using System.Diagnostics;

namespace ContainerKit.Testing.Sessions;

/// <summary>Starts the watchdog so that it outlives this process and burdens nobody who waits for its end.</summary>
internal static class WatchdogLauncher
{
    private static readonly string[] _variables =
    [
        "PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramData", "TEMP", "TMP", "SystemDrive", "SystemRoot", "windir",
    ];

    // An orphan from the start, in a session of its own: then it is not among the children when somebody kills the whole tree, nor in the group when
    // Ctrl-C or a kill goes to the group. The shell gives background processes no standard input, unless told by way of another number.
    private const string Script = "exec 3<&0; \"$@\" <&3 3<&- &";
    private static readonly string[] _sessionLeaders = ["/usr/bin/setsid", "/bin/setsid"];

    /// <exception cref="Exception">It cannot be started here; the message says why.</exception>
    public static Process Start(string stateFolder)
    {
        var host = DotnetHost.Find() ?? throw new InvalidOperationException("no dotnet was found on this machine; install a .NET runtime, or set DOTNET_ROOT to the folder of one");
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // On Windows: a console of its own, which no Ctrl-C reaches.
            CreateNoWindow = true,
            WorkingDirectory = stateFolder,
        };
        string[] command = [host, "exec", WatchdogExtractor.Extract(stateFolder)];
        if (File.Exists("/bin/sh"))
        {
            start.FileName = "/bin/sh";
            if (_sessionLeaders.FirstOrDefault(File.Exists) is { } leader) command = [leader, .. command];
            command = ["-c", Script, "sh", .. command];
        }
        else
        {
            start.FileName = host;
            command = command[1..];
        }

        foreach (var word in command) start.ArgumentList.Add(word);
        Clean(start.Environment);
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
    }

    // Profilers, startup hooks and the marks that build servers kill by are meant for this process. So are secrets.
    private static void Clean(IDictionary<string, string?> environment)
    {
        var kept = _variables.Where(environment.ContainsKey).Select(name => KeyValuePair.Create(name, environment[name])).ToList();
        environment.Clear();
        foreach (var (name, value) in kept) environment[name] = value;
        environment["DOTNET_EnableDiagnostics"] = "0";
    }
}
