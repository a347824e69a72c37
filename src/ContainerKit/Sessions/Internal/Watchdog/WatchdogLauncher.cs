using System.Diagnostics;

namespace ContainerKit.Sessions;

/// <summary>
/// The launcher of the watchdog. The watchdog survives this process, and does not delay a parent that waits for this
/// process.
/// </summary>
internal static class WatchdogLauncher
{
    // With SSH_AUTH_SOCK, ssh logs in to the engine's host with the agent of this process.
    private static readonly string[] _allowedVariables =
    [
        "PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSH_AUTH_SOCK",
        "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramData", "TEMP", "TMP", "SystemDrive", "SystemRoot", "windir",
    ];

    // Starts the watchdog as an orphan in a new session. It is then not a child when the process tree is killed, and
    // not in the process group when Ctrl-C or a signal goes to the group. Shells redirect the standard input of
    // background processes to /dev/null (see asynchronous lists in POSIX), so the script passes it through handle 3.
    private const string Script = "exec 3<&0; \"$@\" <&3 3<&- &";
    private static readonly string[] _sessionLeaders = ["/usr/bin/setsid", "/bin/setsid"];

    /// <summary>Starts the watchdog.</summary>
    /// <param name="assembly">The path of the watchdog's assembly.</param>
    /// <param name="stateDirectory">The working directory.</param>
    /// <exception cref="Exception">
    /// The watchdog cannot be started on this machine; the message contains the reason.
    /// </exception>
    public static Process Start(string assembly, string stateDirectory)
    {
        var host = DotnetHost.Find() ?? throw new InvalidOperationException(
            "no dotnet host was found on this machine; install a .NET runtime, or set DOTNET_ROOT to its folder");
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // On Windows, the watchdog gets a separate console, which Ctrl-C does not reach.
            CreateNoWindow = true,
            WorkingDirectory = stateDirectory,
        };
        string[] command = [host, "exec", assembly];
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

        foreach (var argument in command) start.ArgumentList.Add(argument);
        RemoveOtherVariables(start.Environment);
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
    }

    // Profilers, startup hooks, secrets, and the variables by which build servers find processes to kill are meant for
    // this process only.
    internal static void RemoveOtherVariables(IDictionary<string, string?> environment)
    {
        var kept = _allowedVariables.Where(environment.ContainsKey).Select(name => KeyValuePair.Create(name, environment[name])).ToList();
        environment.Clear();
        foreach (var (name, value) in kept) environment[name] = value;
        environment["DOTNET_EnableDiagnostics"] = "0";
    }
}
