namespace ContainerKit;

/// <summary>Which end of a container to wait for.</summary>
public enum ExitCondition
{
    /// <summary>Until it does not run: no time at all where it does not, or has not been started yet.</summary>
    NotRunning,

    /// <summary>Until its process ends the next time, also where it has yet to be started.</summary>
    NextExit,

    /// <summary>Until it has been removed.</summary>
    Removed,
}
