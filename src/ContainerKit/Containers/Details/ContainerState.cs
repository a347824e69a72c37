namespace ContainerKit;

/// <summary>The state of a container.</summary>
public enum ContainerState
{
    /// <summary>A state that this version of the library does not know.</summary>
    Unknown,

    /// <summary>The container was created and not started yet.</summary>
    Created,

    /// <summary>The process runs.</summary>
    Running,

    /// <summary>The processes are suspended.</summary>
    Paused,

    /// <summary>The process has exited and the engine restarts it.</summary>
    Restarting,

    /// <summary>The container is being removed.</summary>
    Removing,

    /// <summary>The process has exited.</summary>
    Exited,

    /// <summary>The engine could not remove the container completely.</summary>
    Dead,
}
