namespace ContainerKit;

/// <summary>What a container is doing.</summary>
public enum ContainerState
{
    /// <summary>Something this version of the library does not know.</summary>
    Unknown,

    /// <summary>Made, and not started yet.</summary>
    Created,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its processes stand still.</summary>
    Paused,

    /// <summary>Its process has ended, and the engine starts it again.</summary>
    Restarting,

    /// <summary>It is on its way out.</summary>
    Removing,

    /// <summary>Its process has ended.</summary>
    Exited,

    /// <summary>The engine could not remove it whole.</summary>
    Dead,
}
