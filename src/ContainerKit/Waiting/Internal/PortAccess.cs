namespace ContainerKit.Waiting;

/// <summary>The ways in which a port of a container can be reached from this machine.</summary>
internal enum PortAccess
{
    /// <summary>The port cannot be reached.</summary>
    None,

    /// <summary>The container is not running, so the port cannot be reached now.</summary>
    NotRunning,

    /// <summary>The port is published on a port of the host. The proxy of the engine may be in between.</summary>
    Published,

    /// <summary>The container is in the network of its host, so the port is a port of the host.</summary>
    HostNetwork,

    /// <summary>The port is reached at the container's own address, because the engine runs on this machine.</summary>
    OwnAddress,
}
