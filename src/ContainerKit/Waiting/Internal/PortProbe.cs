using System.Net.Sockets;
using ContainerKit.Exec;
using ContainerKit.Timing;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>
/// Checks whether a server in the container listens on a TCP port that is reachable from outside. The most reliable
/// available method is used:
/// <list type="number">
/// <item>If the container's process is visible on this machine: its table of listening ports, read here.</item>
/// <item>In the network of the host: a connection, because no proxy is in between.</item>
/// <item>For a published port: a connection that is still open a moment later, and then the container's table, read by an exec of
/// <c>cat</c>. The proxy of the engine accepts a connection at once and closes it if it finds no server; the delay depends on the
/// machine.</item>
/// <item>For a published port in an image without <c>cat</c>: a connection that stays open for longer.</item>
/// <item>For a port that is not published: the table, read by an exec.</item>
/// </list>
/// </summary>
internal sealed class PortProbe(Wait wait, WaitSession session, PortCondition condition) : Probe
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _shortHold = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan _longHold = TimeSpan.FromMilliseconds(300);

    // No shell is needed. Without IPv6 the second file does not exist, so cat may exit with code 1.
    private static readonly ExecSpec _readTables = new("cat", "/proc/net/tcp", "/proc/net/tcp6")
    {
        AllowedExitCodes = ExitCodes.Of(0, 1),
        Timeout = TimeSpan.FromSeconds(5),
    };

    private readonly PortFinder _finder = new(session, condition.Port);
    private bool _hasSeenProcess;
    private bool _hasNoCat;

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var location = await _finder.FindAsync(cancellationToken).ConfigureAwait(false);
        if (location.Access == PortAccess.NotRunning) return $"the container is {location.Details.State}";
        if (location.Access == PortAccess.HostNetwork)
            return await ConnectAsync(location.Address!, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (condition.InspectsLocalProcess && TryCheckLocally(location, out var reason)) return reason;
        if (location.Access != PortAccess.Published) return await CheckInContainerAsync(location, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(location.Address!, _shortHold, cancellationToken).ConfigureAwait(false)
            ?? (_hasNoCat ? null : await CheckInContainerAsync(location, cancellationToken).ConfigureAwait(false))
            ?? (_hasNoCat ? await ConnectAsync(location.Address!, _longHold, cancellationToken).ConfigureAwait(false) : null);
    }

    /// <summary>Reads the container's table on this machine.</summary>
    /// <param name="location">The location of the port.</param>
    /// <param name="reason">The reason why the port is not ready; null if it is.</param>
    /// <returns>True if the container's process is or was visible on this machine.</returns>
    private bool TryCheckLocally(PortLocation location, out string? reason)
    {
        reason = null;
        if (ListeningPorts.TryReadLocally(session.Container.Id, location.Details.ProcessId) is { } ports)
        {
            _hasSeenProcess = true;
            reason = ports.WhyNotListening(condition.Port);
            return true;
        }

        if (!_hasSeenProcess) return false;
        // The process was visible before, so it has exited. The engine may have restarted the container.
        _finder.Invalidate();
        reason = "the container's process has exited";
        return true;
    }

    /// <summary>Connects, and keeps the connection open for a while.</summary>
    /// <returns>Null if the connection is still open then or the server has sent data; otherwise the reason why it is not ready.</returns>
    private async Task<string?> ConnectAsync(PortAddress address, TimeSpan hold, CancellationToken cancellationToken)
    {
        using var connecting = Deadline.Start(_connectTimeout, session.Time, cancellationToken);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, connecting.Token).ConfigureAwait(false);
            if (hold == TimeSpan.Zero) return null;
            using var holding = Deadline.Start(hold, session.Time, cancellationToken);
            var read = await socket.ReceiveAsync(new byte[1], holding.Token).ConfigureAwait(false);
            return read > 0 ? null : $"{address} closes connections at once";
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

    /// <summary>Reads the container's table by an exec of <c>cat</c>.</summary>
    /// <returns>
    /// The reason why the port is not ready; null if it is, and also if the image has no <c>cat</c> and the port is published.
    /// </returns>
    private async Task<string?> CheckInContainerAsync(PortLocation location, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new ExecSession(session.Container, _readTables, killsProcessOnCancel: false).RunAsync(cancellationToken)
                .ConfigureAwait(false);
            return ListeningPorts.Parse(result.Stdout).WhyNotListening(condition.Port);
        }
        catch (CommandNotFoundException)
        {
            _hasNoCat = true;
            return location.Access == PortAccess.Published
                ? null
                : throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(condition.Port));
        }
        catch (ExecStartException e)
        {
            // The container is exiting (runc: "procReady not received"). ExitWatcher decides whether the exit is final.
            return e.EngineMessage;
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
