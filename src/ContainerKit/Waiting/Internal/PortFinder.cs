using System.Net.Sockets;

namespace ContainerKit.Waiting;

/// <summary>
/// Finds the location of a port, once in each run of the container: the process, the addresses and the host ports may change
/// with a restart.
/// </summary>
internal sealed class PortFinder(WaitSession session, int port)
{
    private PortLocation? _location;
    private int _exitCount;

    public async ValueTask<PortLocation> FindAsync(CancellationToken cancellationToken)
    {
        if (_location is { Access: not PortAccess.NotRunning } known && _exitCount == session.ExitCount) return known;
        var refresh = _location is not null;
        _exitCount = session.ExitCount;
        return _location = await PortLocation.FindAsync(session, port, refresh, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Invalidates the location: the process that listened on it has exited.</summary>
    public void Invalidate() => _location = _location! with { Access = PortAccess.NotRunning };

    /// <summary>
    /// Invalidates the location if a connection to a published port was refused. The port may be that of an earlier run of
    /// the container, which exited before <see cref="ExitWatcher"/> could observe it.
    /// </summary>
    /// <param name="failure">The exception of the attempt to connect.</param>
    public void InvalidateIfRefused(Exception failure)
    {
        if (_location!.Access == PortAccess.Published
            && failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            Invalidate();
    }
}
