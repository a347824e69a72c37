namespace ContainerKit;

/// <summary>What an event is about.</summary>
public enum EngineEventType
{
    /// <summary>Something this version of the library does not know.</summary>
    Unknown,

    /// <summary>A build's cache.</summary>
    Builder,

    /// <summary>A swarm's configuration file.</summary>
    Config,

    /// <summary>A container.</summary>
    Container,

    /// <summary>The engine itself.</summary>
    Daemon,

    /// <summary>An image.</summary>
    Image,

    /// <summary>A network.</summary>
    Network,

    /// <summary>A swarm's node.</summary>
    Node,

    /// <summary>A plugin.</summary>
    Plugin,

    /// <summary>A swarm's secret.</summary>
    Secret,

    /// <summary>A swarm's service.</summary>
    Service,

    /// <summary>A volume.</summary>
    Volume,
}
