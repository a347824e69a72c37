using System.Diagnostics;
using System.Globalization;
using ContainerKit.Discovery;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// This process's side of the watchdog. Its end of the pipe stays open for as long as the process lives, and the system closes it, however
/// the process ends.
/// </summary>
internal sealed class WatchdogClient
{
    // Held, all of it: a pipe that were collected as garbage would look like the end of this process.
    private readonly Process _process;
    private readonly SessionReporter _voice;
    private readonly object _writing = new();
    private volatile bool _isDismissed;
    private volatile bool _isLost;

    private WatchdogClient(Process process, SessionReporter voice)
    {
        _process = process;
        _voice = voice;
    }

    /// <summary>Whether there is one to rely on.</summary>
    public bool IsThere => !_isLost;

    /// <summary>Its pid, once it has told it; 0 before that.</summary>
    public int Pid { get; private set; }

    /// <exception cref="Exception">It cannot be started here; the message says why.</exception>
    public static WatchdogClient Start(string session, TimeSpan patience, SessionReporter voice)
    {
        var folder = StateDirectory.Make();
        var link = new WatchdogClient(WatchdogLauncher.Start(folder.Path), voice);
        var seconds = patience.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        link.Tell(WatchdogProtocol.Encode(WatchdogProtocol.Session, session, seconds, folder.Path, folder.IsTemporary ? WatchdogProtocol.Temporary : ""));
        _ = Task.Run(link.ListenAsync);
        return link;
    }

    public void Watch(EngineEndpoint endpoint, Version apiVersion) => Tell(WatchdogProtocol.Describe(endpoint, apiVersion));

    public void RemoveLater(EngineEndpoint endpoint, string image) => Tell(WatchdogProtocol.Encode(WatchdogProtocol.Image, endpoint.ToString(), image));

    /// <summary>Sends it away: there is nothing left to remove, or nothing to be removed.</summary>
    public void Dismiss(string word)
    {
        _isDismissed = true;
        Tell(word);
    }

    // A line is short enough for the system to pass it on whole or not at all.
    private void Tell(string line)
    {
        try
        {
            lock (_writing)
            {
                _process.StandardInput.Write(line + "\n");
                _process.StandardInput.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It is gone; the listener says so.
            _isLost = true;
        }
    }

    private async Task ListenAsync()
    {
        // Here, since nobody waits here. What was passed on does not change: it came with this process.
        Tell(WatchdogProtocol.Encode([WatchdogProtocol.Release, .. InheritedHandles.List()]));
        var errors = _process.StandardError.ReadToEndAsync();
        // Asynchronous on the system's side too: it holds no thread, and ends with the watchdog.
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var words = WatchdogProtocol.Read(line);
            if (words[0] == WatchdogProtocol.Ready) Pid = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0] == WatchdogProtocol.Swept) _voice.Swept(words[1]);
            if (words[0] == WatchdogProtocol.LeftEarlier) _voice.LeftEarlier(words[1]);
            if (words[0] == WatchdogProtocol.Report) _voice.Warn(words[1]);
        }

        _isLost = true;
        if (_isDismissed) return;
        var last = (await errors.ConfigureAwait(false)).Trim();
        _voice.NoWatchdog(last.Length > 0 ? last : Pid == 0 ? "it ended at once" : $"it ended before its time; somebody killed process {Pid}");
    }
}
