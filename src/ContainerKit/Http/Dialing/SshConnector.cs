using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>
/// Opens connections to the engine of a host with the system's <c>ssh</c>, so that the keys, the agent, the jump hosts and the known
/// hosts of the user apply. Each connection is a process of ssh. On Linux and macOS the processes share logins; see
/// <see cref="SshMaster"/>. The user's own ControlPath is used instead if the configuration has one for the host.
/// </summary>
internal sealed class SshConnector(SshTarget target) : IDisposable
{
    // The longest path of a socket on macOS is 104 bytes, and ssh appends 17 characters while it creates the socket.
    private const int MaximumFolderLength = 80;

    // Nothing prompts, a lost connection is detected within a minute, and forwarded ports of the user's configuration are not opened for
    // each connection. The first two are also in
    // https://github.com/docker/cli/blob/29e34aba155d666010ff4da38b54c0eccbe1071d/cli/connhelper/connhelper.go.
    private static readonly string[] _options =
    [
        "-T", "-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3",
        "-o", "ClearAllForwardings=yes", "-o", "RemoteCommand=none",
    ];

    // Not disposed: a pending connection uses both, and neither holds an unmanaged resource.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly CancellationTokenSource _aborting = new();
#pragma warning restore CA2213
    private readonly List<SshMaster> _masters = [];
    private bool _isConfigurationRead;
    private bool _hasControlPath;
    private volatile bool _isClosed;

    /// <summary>The name of the host in the user's configuration; null before the first connection, or if ssh does not report it.</summary>
    public string? HostName { get; private set; }

    /// <summary>Opens a connection. A failure of the engine's host is reported by the first read or write.</summary>
    /// <exception cref="IOException">ssh cannot be started, or the login failed.</exception>
    public async ValueTask<DuplexStream> DialAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _aborting.Token);
        var master = _isClosed ? null : await ReserveAsync(linked.Token).ConfigureAwait(false);
        try
        {
            var process = SshProcess.Start(
                [.. _options, .. master?.SessionOptions ?? [], .. target.HostArguments, .. target.RemoteCommand]);
            return new SshDuplexStream(process, target, () => master?.GetErrors() ?? "", () => master?.Release());
        }
        catch
        {
            master?.Release();
            throw;
        }
    }

    /// <summary>Cancels the pending logins. A connection pool would let them continue for seconds after a canceled request.</summary>
    public void Abort() => _aborting.Cancel();

    /// <summary>Closes the shared connections as soon as they have no session.</summary>
    public void Dispose()
    {
        _isClosed = true;
        lock (_masters)
        {
            foreach (var master in _masters) master.Dispose();
            _masters.Clear();
        }
    }

    // One login at a time: a server refuses many at once; see MaxStartups in https://man.openbsd.org/sshd_config.
    private async Task<SshMaster?> ReserveAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ReadConfigurationAsync(cancellationToken).ConfigureAwait(false);
            if (_hasControlPath || OperatingSystem.IsWindows()) return null;
            lock (_masters)
            {
                foreach (var finished in _masters.Where(static master => master.IsFinished).ToList())
                {
                    _masters.Remove(finished);
                    finished.Dispose();
                }

                if (_masters.Find(static master => master.TryReserve()) is { } existing) return existing;
            }

            var folder = Directory.CreateTempSubdirectory("ckssh-").FullName;
            if (folder.Length > MaximumFolderLength)
            {
                Directory.Delete(folder);
                return null;
            }

            var started = await SshMaster.StartAsync(target, _options, folder, cancellationToken).ConfigureAwait(false);
            lock (_masters)
            {
                var isReserved = started.TryReserve();
                if (_isClosed) started.Dispose();
                else _masters.Add(started);
                return isReserved ? started : null;
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    // "ssh -G" prints the configuration of a host without connecting to it. A failure is reported by the connection.
    private async Task ReadConfigurationAsync(CancellationToken cancellationToken)
    {
        if (_isConfigurationRead) return;
        using var process = SshProcess.Start(["-G", .. target.HostArguments]);
        var output = await process.ReadToEndAsync(cancellationToken).ConfigureAwait(false) ?? "";
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("hostname ", StringComparison.Ordinal)) HostName = line["hostname ".Length..];
            else if (line.StartsWith("controlpath ", StringComparison.Ordinal)) _hasControlPath = line != "controlpath none";
        }

        _isConfigurationRead = true;
    }
}
