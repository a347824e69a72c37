using ContainerKit.Http;
using ContainerKit.Networks;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>
    /// Returns an attachment to the network of this container, for the <see cref="ContainerSpec.Networks"/> of another
    /// container. Both containers then use the same addresses and ports, and reach each other on <c>localhost</c>.
    /// </summary>
    public NetworkAttachment ShareNetwork() => new(NetworkAttachment.ContainerPrefix + Id);

    /// <summary>Connects a running or stopped container to another network.</summary>
    /// <param name="network">The network, with the aliases and addresses of the container on it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">The network does not support the settings of the attachment.</exception>
    /// <exception cref="NetworkNotFoundException">The network does not exist.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="UnsupportedApiVersionException">
    /// A MAC address is given, and the engine is older than Docker Engine 25.
    /// </exception>
    /// <exception cref="EngineApiException">The container is already connected, or the address is in use.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/connect</c>.</remarks>
    public Task ConnectAsync(NetworkAttachment network, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.ValidateForConnect();
        return NetworkOperations.ConnectAsync(Client, network, cancellationToken);
    }

    /// <summary>Disconnects a running or stopped container from a network.</summary>
    /// <param name="network">The name or id of the network.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">No network can have this name.</exception>
    /// <exception cref="NetworkNotFoundException">The network does not exist.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The container is not connected to the network.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/disconnect</c>.</remarks>
    public Task DisconnectAsync(string network, CancellationToken cancellationToken = default)
    {
        PathSegment.Validate(network, "network");
        return NetworkOperations.DisconnectAsync(Client, network, cancellationToken);
    }
}
