using System.Net.Sockets;

namespace ContainerKit.Waiting;

/// <summary>Where a port is, looked up once in each life of the container: its process, addresses and host ports may be others in the next.</summary>
internal sealed class PortFinder(WaitSession session, int port)
{
    private PortLocation? _place;
    private int _ends;

    public async ValueTask<PortLocation> FindAsync(CancellationToken cancellationToken)
    {
        if (_place is { Access: not PortAccess.NotRunning } known && _ends == session.ExitCount) return known;
        var anew = _place is not null;
        _ends = session.ExitCount;
        return _place = await PortLocation.FindAsync(session, port, anew, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets it: this life of the container has been seen to end.</summary>
    public void Invalidate() => _place = _place! with { Access = PortAccess.NotRunning };

    /// <summary>
    /// Forgets it where nobody listens on a published port: it may be that of a life that ended before the watch for the container's end had
    /// begun, or had begun again, and whose end so was not seen.
    /// </summary>
    /// <param name="failure">What an attempt to connect to it ended in.</param>
    public void InvalidateIfRefused(Exception failure)
    {
        if (_place!.Access == PortAccess.Published && failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused }) Invalidate();
    }
}
