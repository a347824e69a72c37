using System.Globalization;
using ContainerKit.Discovery;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Waits for the end of a pipe, which comes however the process at its other side ends, and costs nothing until then. Then, unless it was told
/// that all is done, it removes what carries the session's label. Before that it sweeps up after sessions that are long over.
/// </summary>
internal sealed class Watchdog(TextReader input, TextWriter output)
{
    private readonly Dictionary<EngineEndpoint, Version> _engines = [];
    private readonly Dictionary<string, HashSet<string>> _images = [];
    private readonly List<Task> _sweeps = [];
    private readonly object _speaking = new();
    private string _session = "";
    private string _folder = "";
    private bool _isTemporary;
    private TimeSpan _patience;

    public async Task RunAsync()
    {
        Say(WatchdogProtocol.Ready, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        // Blocking on purpose: a thread that sleeps in a read takes no time, whatever the system does to make reads asynchronous.
        while (input.ReadLine() is { } line)
        {
            var words = WatchdogProtocol.Read(line);
            switch (words[0])
            {
                case WatchdogProtocol.Session:
                    (_session, _patience, _folder) = (words[1], TimeSpan.FromSeconds(double.Parse(words[2], CultureInfo.InvariantCulture)), words[3]);
                    _isTemporary = words[4] == WatchdogProtocol.Temporary;
                    foreach (var report in LeftoverReportFile.Take(_folder)) Say(WatchdogProtocol.Report, report);
                    break;
                case WatchdogProtocol.Release:
                    ProcessDetacher.Release(words[1..]);
                    break;
                case WatchdogProtocol.Engine:
                    var (endpoint, version) = WatchdogProtocol.ReadEngine(words);
                    if (_engines.TryAdd(endpoint, version)) _sweeps.Add(Task.Run(() => SweepAsync(endpoint, version)));
                    break;
                case WatchdogProtocol.Image:
                    if (!_images.TryGetValue(words[1], out var images)) _images[words[1]] = images = [];
                    images.Add(words[2]);
                    break;
                case WatchdogProtocol.Keep or WatchdogProtocol.End:
                    // A process that was over in a moment leaves the sweep its time.
                    await Task.WhenAll(_sweeps).ConfigureAwait(false);
                    RemoveFolder();
                    return;
            }
        }

        await RemoveAsync().ConfigureAwait(false);
    }

    private async Task SweepAsync(EngineEndpoint endpoint, Version version)
    {
        var report = await OrphanCleanup.RunAsync(endpoint, version).ConfigureAwait(false);
        if (report.Removed.Count > 0) Say(WatchdogProtocol.Swept, string.Join(", ", report.Removed));
        foreach (var thing in report.Left) Say(WatchdogProtocol.LeftEarlier, thing);
    }

    private async Task RemoveAsync()
    {
        var reports = await Task.WhenAll(_engines.Select(engine => new SessionRemoval(engine.Key, engine.Value, TimeProvider.System).RunAsync(
            _session, _images.TryGetValue(engine.Key.ToString(), out var images) ? images : new HashSet<string>(), mayCome: true, _patience))).ConfigureAwait(false);
        var left = reports.SelectMany(report => report.Left).ToList();
        if (left.Count == 0)
        {
            RemoveFolder();
            return;
        }

        var owner = SessionOwner.Parse(_session)?.Pid;
        LeftoverReportFile.Write(_folder, string.Create(CultureInfo.InvariantCulture,
            $"Process {owner} ended, and its watchdog could not remove what it left within {_patience.TotalSeconds} s:\n  {string.Join("\n  ", left)}\nIts label: {ResourceLabels.Session}={_session}"));
    }

    private void RemoveFolder()
    {
        if (!_isTemporary) return;
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps the files of a program that runs. The folder is in the one for temporary files.
        }
    }

    private void Say(params string[] words)
    {
        try
        {
            lock (_speaking) output.WriteLine(WatchdogProtocol.Encode(words));
        }
        catch (IOException)
        {
            // Nobody listens any more.
        }
    }
}
