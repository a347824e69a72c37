using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>The location of a container's TCP port, as seen from this machine.</summary>
/// <param name="Access">The way in which the port is reached.</param>
/// <param name="Address">The address to connect to; null if the port cannot be reached.</param>
/// <param name="Details">The details of the container.</param>
internal sealed record PortLocation(PortAccess Access, PortAddress? Address, ContainerDetails Details)
{
    /// <summary>Returns the message for a port that cannot be reached.</summary>
    public static string GetUnreachableReason(int port) =>
        $"port {port} is not published, and the container's own address cannot be reached from here. "
        + $"Publish it: ContainerSpec.Publish = [{port}]";

    /// <summary>Finds the location of a port.</summary>
    /// <param name="session">The wait.</param>
    /// <param name="port">The port in the container.</param>
    /// <param name="refresh">True to inspect the container again, even if this wait has inspected it before.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public static async Task<PortLocation> FindAsync(WaitSession session, int port, bool refresh, CancellationToken cancellationToken)
    {
        var request = refresh ? session.RefreshSnapshotAsync(cancellationToken) : session.GetSnapshotAsync(cancellationToken);
        var snapshot = await request.ConfigureAwait(false);
        var json = snapshot.Json;
        var details = ContainerDetails.Read(json);
        if (details.State != ContainerState.Running) return new PortLocation(PortAccess.NotRunning, null, details);
        var endpoint = await session.Container.Engine.GetEndpointAsync(cancellationToken).ConfigureAwait(false);
        if (json.GetPropertyOrDefault("HostConfig").GetStringOrEmpty("NetworkMode") == "host")
            return new PortLocation(PortAccess.HostNetwork, new PortAddress(endpoint.PortHost, port), details);
        var published = await session.Container.GetPortAddressAsync(details, port, PortProtocol.Tcp, cancellationToken)
            .ConfigureAwait(false);
        if (published is not null)
        {
            // The caller of a port wait usually requests the published port next. The cache saves that request.
            session.Container.Ports.Store(details, snapshot.PortsVersion);
            return new PortLocation(PortAccess.Published, published, details);
        }

        return FindOwnAddress(session.Container, json, details) is { } own
            ? new PortLocation(PortAccess.OwnAddress, new PortAddress(own.ToString(), port), details)
            : new PortLocation(PortAccess.None, null, details);
    }

    // The container's own address is valid on the machine of the engine only; elsewhere it may belong to another host. This
    // is that machine if the container's process is visible here and the gateway of the network is an address of this
    // machine.
    private static IPAddress? FindOwnAddress(ContainerClient container, JsonElement json, ContainerDetails details)
    {
        if (ListeningPorts.TryReadLocally(container.Id, details.ProcessId) is null) return null;
        var localAddresses = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address).ToHashSet();
        return json.GetPropertyOrDefault("NetworkSettings").EnumerateProperties("Networks")
            .Where(network => IPAddress.TryParse(network.Value.GetStringOrEmpty("Gateway"), out var gateway)
                && localAddresses.Contains(gateway))
            .Select(network => IPAddress.TryParse(network.Value.GetStringOrEmpty("IPAddress"), out var own) ? own : null)
            .FirstOrDefault(own => own is not null);
    }
}
