namespace ContainerKit;

/// <summary>The condition of a wait for a container to exit.</summary>
public enum ExitCondition
{
    /// <summary>The container does not run. Met immediately if it has exited or was never started.</summary>
    NotRunning,

    /// <summary>The process exits the next time, also if the container has not been started yet.</summary>
    NextExit,

    /// <summary>The container was removed.</summary>
    Removed,
}
