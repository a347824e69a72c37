using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>How a container's TCP port can be reached from here.</summary>
internal sealed record PortLocation(PortAccess Access, PortAddress? Address, ContainerDetails Details)
{
    /// <summary>What is said where there is no way to it.</summary>
    public static string GetUnreachableReason(int port) =>
        $"port {port} is not published, and the container's own address cannot be reached from here. Publish it: ContainerSpec.Publish = [{port}]";

    public static async Task<PortLocation> FindAsync(WaitSession session, int port, bool anew, CancellationToken cancellationToken)
    {
        var account = await (anew ? session.RefreshSnapshotAsync(cancellationToken) : session.GetSnapshotAsync(cancellationToken)).ConfigureAwait(false);
        var json = account.Json;
        var details = ContainerDetails.Read(json);
        if (details.State != ContainerState.Running) return new PortLocation(PortAccess.NotRunning, null, details);
        var endpoint = await session.Container.Engine.GetEndpointAsync(cancellationToken).ConfigureAwait(false);
        if (json.GetPropertyOrDefault("HostConfig").GetStringOrEmpty("NetworkMode") == "host")
            return new PortLocation(PortAccess.HostNetwork, new PortAddress(endpoint.PortHost, port), details);
        if (await session.Container.GetPortAddressAsync(details, port, PortProtocol.Tcp, cancellationToken).ConfigureAwait(false) is { } published)
        {
            // Who waited for a port will ask where it is; that costs no further request then.
            session.Container.Ports.Store(details, account.PortsVersion);
            return new PortLocation(PortAccess.Published, published, details);
        }

        return OwnAddress(session.Container, json, details) is { } own
            ? new PortLocation(PortAccess.OwnAddress, new PortAddress(own.ToString(), port), details)
            : new PortLocation(PortAccess.None, null, details);
    }

    // A container's own address means something only on its engine's machine; elsewhere it may be somebody else's. That this is that
    // machine is seen by the process, and that the address leads there by the network's gateway being one of this machine's own.
    private static IPAddress? OwnAddress(ContainerClient container, JsonElement json, ContainerDetails details)
    {
        if (ListeningPorts.TryReadLocally(container.Id, details.ProcessId) is null) return null;
        var ours = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address).ToHashSet();
        return json.GetPropertyOrDefault("NetworkSettings").EnumerateProperties("Networks")
            .Where(network => IPAddress.TryParse(network.Value.GetStringOrEmpty("Gateway"), out var gateway) && ours.Contains(gateway))
            .Select(network => IPAddress.TryParse(network.Value.GetStringOrEmpty("IPAddress"), out var own) ? own : null)
            .FirstOrDefault(own => own is not null);
    }
}
