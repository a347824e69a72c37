namespace ContainerKit.Swarm;

/// <summary>The state of a task, in the order in which a task passes through them.</summary>
public enum ServiceTaskState
{
    /// <summary>A state that this version of the library does not know.</summary>
    Unknown,

    /// <summary>The task was created.</summary>
    New,

    /// <summary>The addresses of the task are allocated.</summary>
    Allocated,

    /// <summary>The task waits for a suitable node.</summary>
    Pending,

    /// <summary>The task has a node.</summary>
    Assigned,

    /// <summary>The node has accepted the task.</summary>
    Accepted,

    /// <summary>The node prepares the task, for example pulls its image.</summary>
    Preparing,

    /// <summary>The task is prepared.</summary>
    Ready,

    /// <summary>The container starts.</summary>
    Starting,

    /// <summary>The container runs, and is healthy if it has a health check.</summary>
    Running,

    /// <summary>The process exited with the exit code 0.</summary>
    Complete,

    /// <summary>The engine stopped the task.</summary>
    Shutdown,

    /// <summary>The process exited with another exit code, or the container could not be started.</summary>
    Failed,

    /// <summary>The node refused the task, for example because it could not get the image.</summary>
    Rejected,

    /// <summary>The task is to be removed.</summary>
    Remove,

    /// <summary>The node of the task has not been reachable for a day.</summary>
    Orphaned,
}
