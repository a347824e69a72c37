using System.Diagnostics;
using System.Globalization;
using ContainerKit.Engines;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// This process's side of the watchdog. Its end of the pipe stays open for as long as the process lives, and the system closes it, however
/// the process ends.
/// </summary>
internal sealed class WatchdogLink
{
    // Held, all of it: a pipe that were collected as garbage would look like the end of this process.
    private readonly Process _process;
    private readonly SessionVoice _voice;
    private readonly object _writing = new();
    private volatile bool _isDismissed;
    private volatile bool _isLost;

    private WatchdogLink(Process process, SessionVoice voice)
    {
        _process = process;
        _voice = voice;
    }

    /// <summary>Whether there is one to rely on.</summary>
    public bool IsThere => !_isLost;

    /// <summary>Its pid, once it has told it; 0 before that.</summary>
    public int Pid { get; private set; }

    /// <exception cref="Exception">It cannot be started here; the message says why.</exception>
    public static WatchdogLink Start(string session, TimeSpan patience, SessionVoice voice)
    {
        var folder = StateFolder.Make();
        var link = new WatchdogLink(WatchdogStart.Start(folder.Path), voice);
        var seconds = patience.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        link.Tell(WatchdogWords.Line(WatchdogWords.Session, session, seconds, folder.Path, folder.IsTemporary ? WatchdogWords.Temporary : ""));
        _ = Task.Run(link.ListenAsync);
        return link;
    }

    public void Watch(EngineEndpoint endpoint, Version apiVersion) => Tell(WatchdogWords.Describe(endpoint, apiVersion));

    public void RemoveLater(EngineEndpoint endpoint, string image) => Tell(WatchdogWords.Line(WatchdogWords.Image, endpoint.ToString(), image));

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
        Tell(WatchdogWords.Line([WatchdogWords.Release, .. InheritedHandles.List()]));
        var errors = _process.StandardError.ReadToEndAsync();
        // Asynchronous on the system's side too: it holds no thread, and ends with the watchdog.
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var words = WatchdogWords.Read(line);
            if (words[0] == WatchdogWords.Ready) Pid = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0] == WatchdogWords.Swept) _voice.Swept(words[1]);
            if (words[0] == WatchdogWords.LeftEarlier) _voice.LeftEarlier(words[1]);
            if (words[0] == WatchdogWords.Report) _voice.Warn(words[1]);
        }

        _isLost = true;
        if (_isDismissed) return;
        var last = (await errors.ConfigureAwait(false)).Trim();
        _voice.NoWatchdog(last.Length > 0 ? last : Pid == 0 ? "it ended at once" : $"it ended before its time; somebody killed process {Pid}");
    }
}
