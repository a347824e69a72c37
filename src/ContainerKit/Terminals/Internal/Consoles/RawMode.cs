using System.Runtime.InteropServices;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// A console in raw mode, until it is disposed; and also until the process ends, by whatever way lets it do something: its own exit, an exception
/// that nobody caught, a signal. A shell that comes back to a raw terminal shows nothing of what is typed into it.
/// </summary>
internal sealed class RawMode : IDisposable
{
    private static readonly PosixSignal[] _deadly = [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM];

    private readonly object _gate = new();
    private readonly Action _restore;
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _isOver;

    /// <param name="restore">Puts the console back as it was.</param>
    /// <param name="again">Makes it raw once more: a process that was stopped and goes on finds the modes of the shell.</param>
    public RawMode(Action restore, Action again)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
        // Not cancelled: after this, what the signal does is what it would have done anyway.
        _signals.AddRange(_deadly.Select(signal => PosixSignalRegistration.Create(signal, _ => Restore(isOver: false))));
        if (!OperatingSystem.IsWindows()) _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Again(again)));
    }

    public void Dispose()
    {
        Restore(isOver: true);
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnEnd(object? sender, EventArgs e) => Restore(isOver: false);

    private void Restore(bool isOver)
    {
        lock (_gate)
        {
            if (_isOver) return;
            _isOver = isOver;
            _restore();
        }
    }

    private void Again(Action again)
    {
        lock (_gate)
        {
            if (!_isOver) again();
        }
    }
}
