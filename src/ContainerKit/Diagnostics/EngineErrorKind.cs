namespace ContainerKit.Diagnostics;

/// <summary>The meaning of an error response that an engine words or numbers differently from Docker.</summary>
internal enum EngineErrorKind
{
    /// <summary>The status and the message of the response have the meaning that they have for Docker.</summary>
    Docker,

    /// <summary>Another container, network or volume has the name.</summary>
    NameConflict,

    /// <summary>A network of the request does not exist.</summary>
    NetworkNotFound,

    /// <summary>An image of the request does not exist.</summary>
    ImageNotFound,

    /// <summary>The container does not run.</summary>
    ContainerNotRunning,

    /// <summary>The container is paused, and the engine stops and restarts only running containers.</summary>
    ContainerPaused,

    /// <summary>The container runs or is paused, and is removed only by force.</summary>
    ContainerRunning,

    /// <summary>Containers use the network, the volume or the image.</summary>
    ResourceInUse,

    /// <summary>A file and a folder would take each other's place.</summary>
    FileConflict,

    /// <summary>The engine does not have this kind of request.</summary>
    UnknownRequest,
}
