using ContainerKit.Networks;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Connects the container to another network.</summary>
    /// <exception cref="ArgumentException">The attachment is invalid, or it requires that the container is created with
    /// it.</exception>
    public ContainerPlan Connect(NetworkAttachment network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.ValidateForConnect();
        return Continue(
            $"connect {network}",
            (context, container) => NetworkOperations.ConnectAsync(container, network, context.Token));
    }

    /// <summary>Disconnects the container from a network.</summary>
    /// <param name="network">The name or id of the network.</param>
    public ContainerPlan Disconnect(string network)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(network);
        return Continue(
            $"disconnect {network}",
            (context, container) => NetworkOperations.DisconnectAsync(container, network, context.Token));
    }
}
