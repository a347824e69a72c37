using ContainerKit.Networks;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Then connects the container to one more network.</summary>
    /// <exception cref="ArgumentException">The network cannot give what is asked of it.</exception>
    public ContainerPlan Connect(NetworkAttachment network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.ValidateForConnect();
        return Continue($"connect {network}", (scope, container) => NetworkOperations.ConnectAsync(container, network, scope.Token));
    }

    /// <summary>Then takes the container off a network.</summary>
    /// <param name="network">The network's name or id.</param>
    public ContainerPlan Disconnect(string network)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(network);
        return Continue($"disconnect {network}", (scope, container) => NetworkOperations.DisconnectAsync(container, network, scope.Token));
    }
}
