using System.Net;
using System.Net.Sockets;

namespace ContainerKit.Swarm.Internal;

/// <summary>
/// Finds the managers of a swarm without a leader. No manager answers questions about nodes then, but each engine knows the addresses.
/// </summary>
internal static class ManagerProbe
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(1);

    /// <summary>Returns the managers that the engine knows, without checking them. Empty if the engine does not answer.</summary>
    public static async Task<IReadOnlyList<SwarmManagerAddress>> ReadManagersAsync(
        DockerEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            return (await engine.GetSwarmStatusAsync(cancellationToken).ConfigureAwait(false)).Managers;
        }
        catch (ContainerKitException)
        {
            // The caller reports the error that it has. The managers are an addition to it.
            return [];
        }
    }

    /// <summary>
    /// Returns the managers that the engine knows. Those of an engine on this machine are checked, because this machine then reaches
    /// the same addresses.
    /// </summary>
    public static async Task<IReadOnlyList<SwarmManagerAddress>> FindManagersAsync(
        DockerEngine engine, CancellationToken cancellationToken)
    {
        var managers = await ReadManagersAsync(engine, cancellationToken).ConfigureAwait(false);
        if (managers.Count == 0 || !(await engine.ConnectAsync(cancellationToken).ConfigureAwait(false)).IsLocal) return managers;
        return await Task.WhenAll(managers.Select(async each =>
            each with { IsReachable = await AcceptsConnectionsAsync(each.Address, cancellationToken).ConfigureAwait(false) }))
            .ConfigureAwait(false);
    }

    private static async Task<bool> AcceptsConnectionsAsync(string address, CancellationToken cancellationToken)
    {
        if (!IPEndPoint.TryParse(address, out var endpoint)) return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
