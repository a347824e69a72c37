using System.Diagnostics;
using System.Globalization;
using ContainerKit.Discovery;

namespace ContainerKit.Sessions;

/// <summary>
/// The connection to the watchdog. The pipe stays open while this process runs. The operating system closes it when the
/// process exits for any reason.
/// </summary>
internal sealed class WatchdogClient
{
    // A field, so that the garbage collector does not close the pipe, which would look like the exit of this process.
    private readonly Process _process;
    private readonly SessionReporter _reporter;
    private readonly object _writeLock = new();
    private volatile bool _isDismissed;
    private volatile bool _isLost;

    private WatchdogClient(Process process, SessionReporter reporter)
    {
        _process = process;
        _reporter = reporter;
    }

    /// <summary>Indicates whether the watchdog is running, as far as known.</summary>
    public bool IsConnected => !_isLost;

    /// <summary>The pid of the watchdog, or 0 before it is ready.</summary>
    public int Pid { get; private set; }

    /// <summary>Starts the watchdog.</summary>
    /// <exception cref="Exception">
    /// The watchdog cannot be started on this machine; the message contains the reason.
    /// </exception>
    public static WatchdogClient Start(string session, TimeSpan timeout, SessionReporter reporter)
    {
        var (directory, assembly) = Extract();
        var client = new WatchdogClient(WatchdogLauncher.Start(assembly, directory.Path), reporter);
        var seconds = timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var temporary = directory.IsTemporary ? WatchdogProtocol.Temporary : "";
        client.Send(WatchdogProtocol.Encode(WatchdogProtocol.Session, session, seconds, directory.Path, temporary));
        _ = Task.Run(client.ListenAsync);
        return client;
    }

    public void RegisterEngine(EngineEndpoint endpoint, Version apiVersion) => Send(WatchdogProtocol.EncodeEngine(endpoint, apiVersion));

    public void RegisterImage(EngineEndpoint endpoint, string image) =>
        Send(WatchdogProtocol.Encode(WatchdogProtocol.Image, endpoint.ToString(), image));

    /// <summary>Instructs the watchdog to exit without removing resources.</summary>
    /// <param name="message"><see cref="WatchdogProtocol.Keep"/> or <see cref="WatchdogProtocol.End"/>.</param>
    public void Dismiss(string message)
    {
        _isDismissed = true;
        Send(message);
    }

    private static (StateDirectory Directory, string Assembly) Extract()
    {
        var directory = StateDirectory.Create();
        try
        {
            return (directory, WatchdogExtractor.Extract(directory.Path));
        }
        catch (Exception e) when (!directory.IsTemporary && e is (IOException or UnauthorizedAccessException))
        {
            directory = StateDirectory.CreateTemporary();
            return (directory, WatchdogExtractor.Extract(directory.Path));
        }
    }

    // A line is usually shorter than PIPE_BUF, so the system writes it completely or not at all.
    private void Send(string line)
    {
        try
        {
            lock (_writeLock)
            {
                _process.StandardInput.Write(line + "\n");
                _process.StandardInput.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The watchdog has exited; ListenAsync reports it.
            _isLost = true;
        }
    }

    private async Task ListenAsync()
    {
        // Sent from here, because listing the handles takes time and no caller waits for this task. The list does not
        // change: the handles were inherited when this process started.
        Send(WatchdogProtocol.Encode([WatchdogProtocol.Release, .. InheritedHandles.List()]));
        var errors = _process.StandardError.ReadToEndAsync();
        // The read is asynchronous in the operating system too: it blocks no thread, and completes when the watchdog
        // exits.
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var fields = WatchdogProtocol.Decode(line);
            if (fields[0] == WatchdogProtocol.Ready) Pid = int.Parse(fields[1], CultureInfo.InvariantCulture);
            if (fields[0] == WatchdogProtocol.OrphansRemoved) _reporter.ReportOrphansRemoved(fields[1]);
            if (fields[0] == WatchdogProtocol.OrphanRemaining) _reporter.ReportOrphanRemaining(fields[1]);
            if (fields[0] == WatchdogProtocol.Report) _reporter.Warn(fields[1]);
        }

        _isLost = true;
        if (_isDismissed) return;
        var error = (await errors.ConfigureAwait(false)).Trim();
        _reporter.ReportWatchdogUnavailable(
            error.Length > 0 ? error
            : Pid == 0 ? "it exited immediately after the start"
            : $"process {Pid} exited unexpectedly; it was probably killed");
    }
}
