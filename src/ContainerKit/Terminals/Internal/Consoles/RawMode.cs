using System.Runtime.InteropServices;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// A console in raw mode, until it is disposed; and also until the process ends, by whatever way lets it do something: its own exit, an exception
/// that nobody caught, a signal. A shell that comes back to a raw terminal shows nothing of what is typed into it.
/// </summary>
internal sealed class RawMode : IDisposable
{
    private static readonly PosixSignal[] _terminatingSignals = [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM];

    private readonly object _lock = new();
    private readonly Action _restore;
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _isRestored;

    /// <param name="restore">Puts the console back as it was.</param>
    /// <param name="again">Makes it raw once more: a process that was stopped and goes on finds the modes of the shell.</param>
    public RawMode(Action restore, Action again)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnProcessExit;
        // Not cancelled: after this, what the signal does is what it would have done anyway.
        _signals.AddRange(_terminatingSignals.Select(signal => PosixSignalRegistration.Create(signal, _ => Restore(isOver: false))));
        if (!OperatingSystem.IsWindows()) _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Reenter(again)));
    }

    public void Dispose()
    {
        Restore(isOver: true);
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnProcessExit;
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnProcessExit(object? sender, EventArgs e) => Restore(isOver: false);

    private void Restore(bool isOver)
    {
        lock (_lock)
        {
            if (_isRestored) return;
            _isRestored = isOver;
            _restore();
        }
    }

    private void Reenter(Action again)
    {
        lock (_lock)
        {
            if (!_isRestored) again();
        }
    }
}
