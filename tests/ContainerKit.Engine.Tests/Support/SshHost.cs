using System.Globalization;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// The ssh server that eng/up.sh starts, with an own <c>ssh</c> first in PATH: it has the configuration of the tests instead of the
/// user's, and records each start. Tests are skipped without the server.
/// </summary>
internal sealed class SshHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck-ssh-");
    private readonly EnvironmentScope _path;
    private readonly string[] _sockets = GetSocketFolders();

    /// <param name="configuration">Lines of ssh_config that precede those of the server.</param>
    /// <param name="hasKeyFile">Indicates whether the configuration names the file of the key.</param>
    public SshHost(string configuration = "", bool hasKeyFile = true)
    {
        var common = File.ReadLines(ConfigurationFile)
            .Where(line => hasKeyFile || !line.Contains("Identit", StringComparison.Ordinal));
        Address = new Uri(GetVariable("CONTAINERKIT_SSH"));
        File.WriteAllLines(Config, [configuration, "Match all", .. common]);
        var program = Path.Combine(_folder.FullName, "ssh");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$*\" >> '{Starts}'\nexec /usr/bin/ssh -F '{Config}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _path = new EnvironmentScope(("PATH", $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}"));
    }

    /// <summary>The address of a jump host, which alone knows the name <c>containerkit-inner</c> of the host with the engine.</summary>
    public static Uri JumpAddress => new(GetVariable("CONTAINERKIT_SSH_JUMP"));

    /// <summary>The private key that logs in to the servers.</summary>
    public static string KeyFile => Path.Combine(Path.GetDirectoryName(ConfigurationFile)!, "user_key");

    /// <summary>The address of the engine over ssh.</summary>
    public Uri Address { get; }

    /// <summary>The arguments of each start of ssh, except those that only print the configuration.</summary>
    public IReadOnlyList<string> Connections =>
        File.Exists(Starts) ? [.. File.ReadAllLines(Starts).Where(line => !line.StartsWith("-G", StringComparison.Ordinal))] : [];

    private static string ConfigurationFile => GetVariable("CONTAINERKIT_SSH_CONFIG");

    private string Config => Path.Combine(_folder.FullName, "config");

    private string Starts => Path.Combine(_folder.FullName, "starts");

    /// <summary>Creates an engine object over ssh.</summary>
    public DockerEngine Connect() => new(new DockerEngineOptions { Endpoint = Address });

    /// <summary>Returns the number of running processes of this ssh whose command line has an argument.</summary>
    public int CountProcesses(string argument = "") => CommandLines().Count(each =>
        each.Text.Contains(Config, StringComparison.Ordinal) && each.Text.Contains(argument, StringComparison.Ordinal));

    /// <summary>Waits until no process of this ssh runs and the folders of its control sockets are removed.</summary>
    public async Task WaitUntilNoProcessAsync()
    {
        for (var attempt = 0; attempt < 500 && (CountProcesses() > 0 || GetNewFolders().Any()); attempt++) await Task.Delay(20);
        GetNewFolders().Should().BeEmpty();
        CommandLines().Where(each => each.Text.Contains(Config, StringComparison.Ordinal)).Select(each => each.Text).Should().BeEmpty();
    }

    /// <summary>Kills the processes of the server that have a connection. The server itself continues.</summary>
    public static void KillConnections()
    {
        foreach (var (pid, text) in CommandLines())
        {
            if (text.StartsWith("sshd: root", StringComparison.Ordinal)) System.Diagnostics.Process.GetProcessById(pid).Kill();
        }
    }

    /// <summary>Waits until no process of this ssh runs, each of which records its start in the folder, and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _path.Dispose();
        for (var attempt = 0; attempt < 500 && CommandLines().Any(IsOfThisHost); attempt++) await Task.Delay(20);
        _folder.Delete(recursive: true);
    }

    private bool IsOfThisHost((int Pid, string Text) process) => process.Text.Contains(_folder.FullName, StringComparison.Ordinal);

    private static string[] GetSocketFolders() => Directory.GetDirectories(Path.GetTempPath(), "ckssh-*");

    private IEnumerable<string> GetNewFolders() => GetSocketFolders().Except(_sockets);

    private static List<(int Pid, string Text)> CommandLines()
    {
        var processes = new List<(int, string)>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            try
            {
                processes.Add((pid, File.ReadAllText(folder + "/cmdline").Replace('\0', ' ')));
            }
            catch (IOException)
            {
                // It has exited.
            }
        }

        return processes;
    }

    private static string GetVariable(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(value), $"{variable} is not set, so this test has no ssh server. eng/up.sh starts one.");
        return value!;
    }
}
