using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>
/// An ssh connection that several processes of ssh share: the master of a control socket in a private folder. It ends after its standard
/// input and its sessions; a guard ends the sessions if this process is killed. See ControlMaster in https://man.openbsd.org/ssh_config.
/// </summary>
internal sealed class SshMaster : IDisposable
{
    // The default of MaxSessions in https://man.openbsd.org/sshd_config is 10, and the master has a session itself.
    private const int MaximumSessions = 9;

    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(10);

    private readonly object _lock = new();
    private readonly SshProcess _process;
    private readonly SshProcess _guard;
    private readonly string _folder;
    private int _sessions;
    private bool _isClosing;
    private bool _isDisposed;

    private SshMaster(SshProcess process, SshProcess guard, string folder)
    {
        _process = process;
        _guard = guard;
        _folder = folder;
    }

    private string Socket => GetSocket(_folder);

    /// <summary>Logs in to the host.</summary>
    /// <exception cref="IOException">The login failed.</exception>
    public static async Task<SshMaster> StartAsync(
        SshTarget target, IEnumerable<string> options, string folder, CancellationToken cancellationToken)
    {
        SshProcess? process = null;
        try
        {
            process = SshProcess.Start([
                .. options, "-o", "ControlMaster=yes", "-o", $"ControlPath={GetSocket(folder)}", "-o", "ControlPersist=no",
                .. target.HostArguments, .. target.RemoteCommand]);
            // The socket exists after the login.
            while (!File.Exists(GetSocket(folder)))
            {
                if (process.HasExited && await process.WaitForExitAsync().ConfigureAwait(false) is { } code)
                    throw SshFailure.Create(code, process.GetErrors(), target);
                await Task.Delay(_pollInterval, cancellationToken).ConfigureAwait(false);
            }

            var guard = SshProcess.StartGuard(folder, ["-O", "exit", "-o", $"ControlPath={GetSocket(folder)}", .. target.HostArguments]);
            return new SshMaster(process, guard, folder);
        }
        catch
        {
            process?.Dispose();
            Delete(folder);
            throw;
        }
    }

    /// <summary>Reserves a session; false if the connection is lost or has the most sessions that a server permits by default.</summary>
    public bool TryReserve()
    {
        lock (_lock)
        {
            if (_isClosing || _sessions >= MaximumSessions || _process.HasExited || !File.Exists(Socket)) return false;
            _sessions++;
            return true;
        }
    }

    /// <summary>The options of ssh for a session over this connection.</summary>
    public IEnumerable<string> SessionOptions => ["-o", "ControlMaster=no", "-o", $"ControlPath={Socket}"];

    /// <summary>Indicates whether the connection has no session and is lost or closing.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_lock) return _isDisposed || (_sessions == 0 && _process.HasExited);
        }
    }

    /// <summary>Returns what ssh wrote to its standard error.</summary>
    public string GetErrors() => _process.GetErrors();

    /// <summary>Releases a session.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _sessions--;
            if (_isClosing && _sessions == 0) Close();
        }
    }

    /// <summary>Closes the connection as soon as it has no session.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosing = true;
            if (_sessions == 0) Close();
        }
    }

    private static string GetSocket(string folder) => Path.Combine(folder, "s");

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed by another process, such as a cleaner of temporary files.
        }
    }

    private void Close()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _guard.Dispose();
        _process.Dispose();
        Delete(_folder);
    }
}
