using System.Globalization;
using ContainerKit.Cleanup;
using ContainerKit.Discovery;

namespace ContainerKit.Sessions;

/// <summary>
/// The watchdog of a process. It waits until the pipe from the process is closed, which happens however the process
/// exits. Then it removes the resources with the session's label, unless the process has dismissed it before. In the
/// meantime it removes resources of earlier sessions.
/// </summary>
internal sealed class Watchdog(TextReader input, TextWriter output)
{
    private readonly Dictionary<EngineEndpoint, Version> _engines = [];
    private readonly Dictionary<string, HashSet<string>> _images = [];
    private readonly List<Task> _orphanCleanups = [];
    private readonly object _outputLock = new();
    private string _session = "";
    private string _stateDirectory = "";
    private bool _isTemporary;
    private TimeSpan _timeout;

    public async Task RunAsync()
    {
        Send(WatchdogProtocol.Ready, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        // A blocking read on purpose: the thread uses no processor time while it waits.
        while (input.ReadLine() is { } line)
        {
            var fields = WatchdogProtocol.Decode(line);
            switch (fields[0])
            {
                case WatchdogProtocol.Session:
                    _session = fields[1];
                    _timeout = TimeSpan.FromSeconds(double.Parse(fields[2], CultureInfo.InvariantCulture));
                    _stateDirectory = fields[3];
                    _isTemporary = fields[4] == WatchdogProtocol.Temporary;
                    foreach (var report in LeftoverReportFile.ReadAndDelete(_stateDirectory)) Send(WatchdogProtocol.Report, report);
                    break;
                case WatchdogProtocol.Release:
                    ProcessDetacher.CloseHandles(fields[1..]);
                    break;
                case WatchdogProtocol.Engine:
                    var (endpoint, version) = WatchdogProtocol.DecodeEngine(fields);
                    if (_engines.TryAdd(endpoint, version)) _orphanCleanups.Add(Task.Run(() => RemoveOrphansAsync(endpoint, version)));
                    break;
                case WatchdogProtocol.Image:
                    if (!_images.TryGetValue(fields[1], out var images)) _images[fields[1]] = images = [];
                    images.Add(fields[2]);
                    break;
                case WatchdogProtocol.Keep or WatchdogProtocol.End:
                    // If the process was short, the cleanup of orphans may still be running.
                    await Task.WhenAll(_orphanCleanups).ConfigureAwait(false);
                    DeleteTemporaryDirectory();
                    return;
            }
        }

        await RemoveAsync().ConfigureAwait(false);
    }

    private async Task RemoveOrphansAsync(EngineEndpoint endpoint, Version version)
    {
        using var client = new WatchdogCleanupClient(endpoint, version);
        var report = await OrphanCleanup.RunAsync(client, endpoint).ConfigureAwait(false);
        if (report.Removed.Count > 0) Send(WatchdogProtocol.OrphansRemoved, string.Join(", ", report.Removed));
        foreach (var resource in report.Remaining) Send(WatchdogProtocol.OrphanRemaining, resource);
    }

    private async Task RemoveAsync()
    {
        var reports = await Task.WhenAll(_engines.Select(engine => RemoveAsync(engine.Key, engine.Value))).ConfigureAwait(false);
        var remaining = reports.SelectMany(report => report.Remaining).ToList();
        if (remaining.Count == 0)
        {
            DeleteTemporaryDirectory();
            return;
        }

        var owner = SessionOwner.Parse(_session)?.Pid;
        LeftoverReportFile.Write(_stateDirectory, string.Create(CultureInfo.InvariantCulture,
            $"Process {owner} exited, and its watchdog could not remove these resources within {_timeout.TotalSeconds} s:\n"
            + $"  {string.Join("\n  ", remaining)}\nTheir label: {ResourceLabels.Session}={_session}"));
    }

    private async Task<CleanupReport> RemoveAsync(EngineEndpoint endpoint, Version version)
    {
        using var client = new WatchdogCleanupClient(endpoint, version);
        var images = _images.GetValueOrDefault(endpoint.ToString()) ?? [];
        var removal = new SessionRemoval(client, endpoint, TimeProvider.System);
        return await removal.RunAsync(_session, images, mayStillCreate: true, _timeout).ConfigureAwait(false);
    }

    private void DeleteTemporaryDirectory()
    {
        if (!_isTemporary) return;
        try
        {
            Directory.Delete(_stateDirectory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows does not delete the files of a running program. The directory is in the folder for temporary
            // files.
        }
    }

    private void Send(params string[] fields)
    {
        try
        {
            lock (_outputLock) output.WriteLine(WatchdogProtocol.Encode(fields));
        }
        catch (IOException)
        {
            // The watched process has closed the pipe.
        }
    }
}
