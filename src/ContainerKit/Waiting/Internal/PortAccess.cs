namespace ContainerKit.Waiting;

/// <summary>By which way.</summary>
internal enum PortAccess
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
