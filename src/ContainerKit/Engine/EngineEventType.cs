namespace ContainerKit;

/// <summary>The type of the object that an event is about.</summary>
public enum EngineEventType
{
    /// <summary>A type that this version of the library does not know.</summary>
    Unknown,

    /// <summary>A build cache.</summary>
    Builder,

    /// <summary>A configuration of a swarm.</summary>
    Config,

    /// <summary>A container.</summary>
    Container,

    /// <summary>The engine itself.</summary>
    Daemon,

    /// <summary>An image.</summary>
    Image,

    /// <summary>A network.</summary>
    Network,

    /// <summary>A node of a swarm.</summary>
    Node,

    /// <summary>A plugin.</summary>
    Plugin,

    /// <summary>A secret of a swarm.</summary>
    Secret,

    /// <summary>A service of a swarm.</summary>
    Service,

    /// <summary>A volume.</summary>
    Volume,
}
