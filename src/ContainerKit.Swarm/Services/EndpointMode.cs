namespace ContainerKit.Swarm;

/// <summary>The address that the name of a service resolves to: the option <c>--endpoint-mode</c>.</summary>
public enum EndpointMode
{
    /// <summary>One virtual address, which distributes connections over the tasks. It requires IP_VS in the kernel of the nodes.</summary>
    Vip,

    /// <summary>The addresses of all tasks, in turn. Ports can be published in the mode <see cref="PublishMode.Host"/> only.</summary>
    Dnsrr,
}
