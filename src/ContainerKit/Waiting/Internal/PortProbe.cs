using System.Net.Sockets;
using ContainerKit.Exec;

namespace ContainerKit.Waiting;

/// <summary>
/// Whether a server in the container listens on a TCP port, in a way that others reach. In order of what is known for sure:
/// <list type="number">
/// <item>where the container's process can be seen from this machine, its table of listening ports, read here;</item>
/// <item>in its host's network, a connection: no proxy is in between;</item>
/// <item>published, a connection that is still open a moment later, and then the container's own table, read by an exec of <c>cat</c>: the
/// engine's proxy accepts at once and closes when it finds nobody behind, and how soon it does is up to the machine;</item>
/// <item>published, in an image without <c>cat</c>, a connection that stays open for a good while;</item>
/// <item>not published, the table read by an exec.</item>
/// </list>
/// </summary>
internal sealed class PortProbe(Wait wait, WaitSession session, int port, bool seesProcesses = true) : Probe
{
    private static readonly TimeSpan _connectLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan _goodWhile = TimeSpan.FromMilliseconds(300);

    // No shell is asked for, and where the container knows no IPv6 only one of the files is there.
    private static readonly ExecSpec _readTables = new("cat", "/proc/net/tcp", "/proc/net/tcp6")
    {
        AllowedExitCodes = ExitCodes.Of(0, 1),
        Timeout = TimeSpan.FromSeconds(5),
    };

    private readonly PortFinder _finder = new(session, port);
    private bool _hasSeenProcess;
    private bool _hasNoCat;

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var place = await _finder.FindAsync(cancellationToken).ConfigureAwait(false);
        if (place.Access == PortAccess.NotRunning) return $"the container is {place.Details.State}";
        if (place.Access == PortAccess.HostNetwork) return await ConnectAsync(place.Address!, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (seesProcesses && TryLookFromHere(place, out var lack)) return lack;
        if (place.Access != PortAccess.Published) return await LookInsideAsync(place, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(place.Address!, _moment, cancellationToken).ConfigureAwait(false)
            ?? (_hasNoCat ? null : await LookInsideAsync(place, cancellationToken).ConfigureAwait(false))
            ?? (_hasNoCat ? await ConnectAsync(place.Address!, _goodWhile, cancellationToken).ConfigureAwait(false) : null);
    }

    /// <returns>Whether the container's process can be seen from here.</returns>
    private bool TryLookFromHere(PortLocation place, out string? lack)
    {
        lack = null;
        if (ListeningPorts.TryReadLocally(session.Container.Id, place.Details.ProcessId) is { } ports)
        {
            _hasSeenProcess = true;
            lack = ports.WhyNotListening(port);
            return true;
        }

        if (!_hasSeenProcess) return false;
        // It was seen before, so it has ended; the engine may have started another one.
        _finder.Invalidate();
        lack = "the container's process has ended";
        return true;
    }

    /// <summary>Connects, and stays for a while.</summary>
    /// <returns>Null when the connection is still open then, or the other side has said something.</returns>
    private async Task<string?> ConnectAsync(PortAddress address, TimeSpan stay, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_connectLimit, session.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, both.Token).ConfigureAwait(false);
            if (stay == TimeSpan.Zero) return null;
            limit.CancelAfter(stay);
            return await socket.ReceiveAsync(new byte[1], both.Token).ConfigureAwait(false) > 0 ? null : $"{address} closes connections at once";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return socket.Connected ? null : $"{address} does not answer";
        }
        catch (SocketException e)
        {
            _finder.InvalidateIfRefused(e);
            return $"{address}: {e.Message}";
        }
    }

    /// <summary>Reads the container's table in the container.</summary>
    /// <returns>What is lacking; null for nothing, and also where the image cannot tell, which is noted.</returns>
    private async Task<string?> LookInsideAsync(PortLocation place, CancellationToken cancellationToken)
    {
        try
        {
            var read = await new ExecSession(session.Container, _readTables, endsProcess: false).RunAsync(cancellationToken).ConfigureAwait(false);
            return ListeningPorts.Parse(read.Stdout).WhyNotListening(port);
        }
        catch (CommandNotFoundException)
        {
            _hasNoCat = true;
            return place.Access == PortAccess.Published ? null : throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(port));
        }
        catch (ExecFailedException e)
        {
            return $"the container's ports could not be read: {CommandProbe.DescribeFailure(e)}";
        }
        catch (Exception e) when (CommandProbe.IsTransient(e, out var reason))
        {
            return reason;
        }
    }
}
