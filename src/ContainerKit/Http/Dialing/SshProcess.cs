using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>
/// A process of the system's <c>ssh</c>, or of a shell that guards one. It never prompts.
/// </summary>
internal sealed class SshProcess : IDisposable
{
    private const int MaximumErrorLength = 8 * 1024;
    private const string Shell = "/bin/sh";

    private static readonly TimeSpan _exitTimeout = TimeSpan.FromSeconds(2);

    // In a new session, so that Ctrl-C in a terminal does not end the connections before the cleanup has used them. The Docker CLI does
    // the same: see https://github.com/docker/cli/issues/1707.
    private static readonly string[] _sessionLeaders = ["/usr/bin/setsid", "/bin/setsid"];

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task _readingErrors;

    private SshProcess(Process process)
    {
        _process = process;
        _readingErrors = ReadErrorsAsync();
    }

    /// <summary>The standard input of the process. Closing it closes the sending half of the connection.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The standard output of the process.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Indicates whether the process has exited.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts ssh.</summary>
    /// <exception cref="IOException">The program cannot be started on this machine.</exception>
    public static SshProcess Start(IEnumerable<string> arguments) => Start(FindSsh(), arguments);

    /// <summary>
    /// Starts a process that waits for the end of its standard input, that is for the end of this process, and then closes a shared ssh
    /// connection and removes its folder. The sessions of the connection end with it, also one whose command on the host writes nothing
    /// and therefore does not notice that this process was killed.
    /// </summary>
    /// <param name="folder">The folder of the control socket.</param>
    /// <param name="arguments">The arguments of ssh that close the connection.</param>
    /// <exception cref="IOException">The shell cannot be started on this machine.</exception>
    // "command -p" looks for the program in the folders of the system. PATH may contain the current folder.
    public static SshProcess StartGuard(string folder, IEnumerable<string> arguments) => Start(
        Shell, ["-c", """
            folder=$1; shift
            while read -r line; do :; done
            "$@"
            command -p rm -rf -- "$folder"
            """,
            "sh", folder, FindSsh(), .. arguments]);

    private static string FindSsh() => ProgramFinder.Find("ssh") ?? throw new IOException(
        "the address needs the program ssh, which is in no absolute folder of PATH. Install the OpenSSH client, or add it to PATH");

    private static SshProcess Start(string program, IEnumerable<string> arguments)
    {
        var leader = OperatingSystem.IsLinux() ? _sessionLeaders.FirstOrDefault(File.Exists) : null;
        try
        {
            var command = leader is null ? arguments : [program, .. arguments];
            return new SshProcess(Process.Start(new ProcessStartInfo(leader ?? program, command)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                CreateNoWindow = true,
            })!);
        }
        catch (Win32Exception e)
        {
            throw new IOException($"'{program}' could not be started: {e.Message}");
        }
    }

    /// <summary>Reads the output of a process to its end, and waits for its exit.</summary>
    /// <returns>The output; null if the process failed.</returns>
    public async Task<string?> ReadToEndAsync(CancellationToken cancellationToken)
    {
        Input.Close();
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode == 0 ? output : null;
    }

    /// <summary>Waits for the exit of a process that closed its output. A process that does not exit soon has no exit code.</summary>
    public async Task<int?> WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(_exitTimeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            // A proxy command of the user's configuration may keep the stream open.
            await _readingErrors.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (!_process.HasExited) return null;
        }

        return _process.ExitCode;
    }

    /// <summary>Returns the last part of what the process wrote to its standard error.</summary>
    public string GetErrors()
    {
        lock (_errors) return _errors.ToString();
    }

    /// <summary>Ends the process.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has exited.
        }
    }

    /// <summary>Ends the process, and closes its streams.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        var buffer = new char[1024];
        try
        {
            while (await _process.StandardError.ReadAsync(buffer.AsMemory()).ConfigureAwait(false) is > 0 and var count)
            {
                lock (_errors)
                {
                    _errors.Append(buffer, 0, count);
                    if (_errors.Length > MaximumErrorLength) _errors.Remove(0, _errors.Length - MaximumErrorLength);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection was closed.
        }
    }
}
