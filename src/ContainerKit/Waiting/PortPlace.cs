using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit.Waiting;

/// <summary>How a container's TCP port can be reached from here.</summary>
internal sealed record PortPlace(PortRoute Route, PortAddress? Address, ContainerDetails Details)
{
    /// <summary>What is said where there is no way to it.</summary>
    public static string NoWay(int port) =>
        $"port {port} is not published, and the container's own address cannot be reached from here. Publish it: ContainerSpec.Publish = [{port}]";

    public static async Task<PortPlace> FindAsync(WaitSession session, int port, bool anew, CancellationToken cancellationToken)
    {
        var account = await (anew ? session.InspectAnewAsync(cancellationToken) : session.InspectAsync(cancellationToken)).ConfigureAwait(false);
        var json = account.Json;
        var details = ContainerDetails.Read(json);
        if (details.State != ContainerState.Running) return new PortPlace(PortRoute.NotRunning, null, details);
        var endpoint = await session.Container.Engine.EndpointAsync(cancellationToken).ConfigureAwait(false);
        if (json.At("HostConfig").Text("NetworkMode") == "host")
            return new PortPlace(PortRoute.HostNetwork, new PortAddress(endpoint.PortHost, port), details);
        if (await session.Container.AddressAsync(details, port, PortProtocol.Tcp, cancellationToken).ConfigureAwait(false) is { } published)
        {
            // Who waited for a port will ask where it is; that costs no further request then.
            session.Container.Ports.Keep(details, account.PortMoves);
            return new PortPlace(PortRoute.Published, published, details);
        }

        return OwnAddress(session.Container, json, details) is { } own
            ? new PortPlace(PortRoute.OwnAddress, new PortAddress(own.ToString(), port), details)
            : new PortPlace(PortRoute.None, null, details);
    }

    // A container's own address means something only on its engine's machine; elsewhere it may be somebody else's. That this is that
    // machine is seen by the process, and that the address leads there by the network's gateway being one of this machine's own.
    private static IPAddress? OwnAddress(Container container, JsonElement json, ContainerDetails details)
    {
        if (ListeningPorts.TryReadHere(container.Id, details.ProcessId) is null) return null;
        var ours = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address).ToHashSet();
        return json.At("NetworkSettings").Members("Networks")
            .Where(network => IPAddress.TryParse(network.Value.Text("Gateway"), out var gateway) && ours.Contains(gateway))
            .Select(network => IPAddress.TryParse(network.Value.Text("IPAddress"), out var own) ? own : null)
            .FirstOrDefault(own => own is not null);
    }
}

/// <summary>Where a port is, looked up once in each life of the container: its process, addresses and host ports may be others in the next.</summary>
internal sealed class PortFinder(WaitSession session, int port)
{
    private PortPlace? _place;
    private int _ends;

    public async ValueTask<PortPlace> FindAsync(CancellationToken cancellationToken)
    {
        if (_place is { Route: not PortRoute.NotRunning } known && _ends == session.Ends) return known;
        var anew = _place is not null;
        _ends = session.Ends;
        return _place = await PortPlace.FindAsync(session, port, anew, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets it: this life of the container has been seen to end.</summary>
    public void Forget() => _place = _place! with { Route = PortRoute.NotRunning };

    /// <summary>
    /// Forgets it where nobody listens on a published port: it may be that of a life that ended before the watch for the container's end had
    /// begun, or had begun again, and whose end so was not seen.
    /// </summary>
    /// <param name="failure">What an attempt to connect to it ended in.</param>
    public void Failed(Exception failure)
    {
        if (_place!.Route == PortRoute.Published && failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused }) Forget();
    }
}

/// <summary>By which way.</summary>
internal enum PortRoute
{
    /// <summary>By none.</summary>
    None,

    /// <summary>By none at this moment.</summary>
    NotRunning,

    /// <summary>By a port of the host, behind which the engine's proxy may sit.</summary>
    Published,

    /// <summary>The container is in its host's network: the port is the host's.</summary>
    HostNetwork,

    /// <summary>By the container's own address, from the engine's machine.</summary>
    OwnAddress,
}
