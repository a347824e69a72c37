namespace ContainerKit.Swarm;

/// <summary>The state of the last update of a service.</summary>
public enum ServiceUpdateState
{
    /// <summary>The service was not updated.</summary>
    None,

    /// <summary>The tasks are being updated.</summary>
    Updating,

    /// <summary>The update is paused, because an updated task failed.</summary>
    Paused,

    /// <summary>All tasks are updated.</summary>
    Completed,

    /// <summary>The tasks are getting the previous spec again.</summary>
    RollbackStarted,

    /// <summary>The rollback is paused, because a task failed.</summary>
    RollbackPaused,

    /// <summary>All tasks have the previous spec again.</summary>
    RollbackCompleted,
}
