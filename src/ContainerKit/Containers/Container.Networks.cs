using ContainerKit.Networks;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>
    /// Returns an attachment to the network of this container, for the <see cref="ContainerSpec.Networks"/> of another
    /// container. Both containers then use the same addresses and ports, and reach each other on <c>localhost</c>.
    /// </summary>
    public NetworkAttachment ShareNetwork() => new(NetworkAttachment.ContainerPrefix + Id);

    /// <summary>Connects the container, running or not, to one more network.</summary>
    /// <exception cref="ArgumentException">The network cannot give what is asked of it.</exception>
    /// <exception cref="NetworkNotFoundException">There is no such network.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="UnsupportedApiVersionException">A MAC address was asked for, and the engine is older than Docker Engine 25.</exception>
    /// <exception cref="EngineApiException">It is connected already, or its address is in use.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/connect</c>.</remarks>
    public Task ConnectAsync(NetworkAttachment network, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.ValidateForConnect();
        return NetworkOperations.ConnectAsync(Client, network, cancellationToken);
    }

    /// <summary>Takes the container, running or not, off a network.</summary>
    /// <param name="network">The network's name or id.</param>
    /// <param name="cancellationToken">Ends the waiting for the engine's answer.</param>
    /// <exception cref="NetworkNotFoundException">There is no such network.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">It is not connected to it.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/disconnect</c>.</remarks>
    public Task DisconnectAsync(string network, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(network);
        return NetworkOperations.DisconnectAsync(Client, network, cancellationToken);
    }
}
