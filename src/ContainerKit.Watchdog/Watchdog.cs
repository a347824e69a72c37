using System.Globalization;
using ContainerKit.Cleanup;
using ContainerKit.Engines;

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
        Say(WatchdogWords.Ready, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        // Blocking on purpose: a thread that sleeps in a read takes no time, whatever the system does to make reads asynchronous.
        while (input.ReadLine() is { } line)
        {
            var words = WatchdogWords.Read(line);
            switch (words[0])
            {
                case WatchdogWords.Session:
                    (_session, _patience, _folder) = (words[1], TimeSpan.FromSeconds(double.Parse(words[2], CultureInfo.InvariantCulture)), words[3]);
                    _isTemporary = words[4] == WatchdogWords.Temporary;
                    foreach (var report in Reports.Take(_folder)) Say(WatchdogWords.Report, report);
                    break;
                case WatchdogWords.Release:
                    Detachment.Release(words[1..]);
                    break;
                case WatchdogWords.Engine:
                    var (endpoint, version) = WatchdogWords.ReadEngine(words);
                    if (_engines.TryAdd(endpoint, version)) _sweeps.Add(Task.Run(() => SweepAsync(endpoint, version)));
                    break;
                case WatchdogWords.Image:
                    if (!_images.TryGetValue(words[1], out var images)) _images[words[1]] = images = [];
                    images.Add(words[2]);
                    break;
                case WatchdogWords.Keep or WatchdogWords.End:
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
        var report = await Sweep.RunAsync(endpoint, version).ConfigureAwait(false);
        if (report.Removed.Count > 0) Say(WatchdogWords.Swept, string.Join(", ", report.Removed));
        foreach (var thing in report.Left) Say(WatchdogWords.LeftEarlier, thing);
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
        Reports.Write(_folder, string.Create(CultureInfo.InvariantCulture,
            $"Process {owner} ended, and its watchdog could not remove what it left within {_patience.TotalSeconds} s:\n  {string.Join("\n  ", left)}\nIts label: {OwnLabels.Session}={_session}"));
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
            lock (_speaking) output.WriteLine(WatchdogWords.Line(words));
        }
        catch (IOException)
        {
            // Nobody listens any more.
        }
    }
}
