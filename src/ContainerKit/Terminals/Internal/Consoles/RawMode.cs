using System.Runtime.InteropServices;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// The raw mode of a console. The previous mode is restored by the disposal, and also by the exit of this process, an
/// unhandled exception or a signal: a shell on a terminal in raw mode does not echo its input.
/// </summary>
internal sealed class RawMode : IDisposable
{
    private static readonly PosixSignal[] _terminatingSignals =
        [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM];

    private readonly object _lock = new();
    private readonly Action _restore;
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _isDisposed;

    /// <summary>Creates the guard of a console that is in raw mode.</summary>
    /// <param name="restore">Restores the previous mode.</param>
    /// <param name="reenter">
    /// Enters raw mode again after SIGCONT: the shell changed the mode while this process was suspended.
    /// </param>
    public RawMode(Action restore, Action reenter)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnProcessExit;
        // The signal is not canceled, so it has its usual effect after this handler.
        _signals.AddRange(_terminatingSignals.Select(signal => PosixSignalRegistration.Create(signal, _ => Restore(isFinal: false))));
        if (!OperatingSystem.IsWindows()) _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Reenter(reenter)));
    }

    public void Dispose()
    {
        Restore(isFinal: true);
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnProcessExit;
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnProcessExit(object? sender, EventArgs e) => Restore(isFinal: false);

    private void Restore(bool isFinal)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = isFinal;
            _restore();
        }
    }

    private void Reenter(Action reenter)
    {
        lock (_lock)
        {
            if (!_isDisposed) reenter();
        }
    }
}
