namespace ContainerKit.Swarm;

/// <summary>The nodes on which a port of a service is published.</summary>
public enum PublishMode
{
    /// <summary>All nodes, also those without a task. It requires IP_VS in the kernel of the nodes.</summary>
    Ingress,

    /// <summary>The nodes with a task, on the addresses of the node itself.</summary>
    Host,
}
