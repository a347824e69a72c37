namespace ContainerKit.Swarm;

/// <summary>The condition on which a task that ended is replaced: the option <c>--restart-condition</c>.</summary>
public enum ServiceRestartCondition
{
    /// <summary>A task is replaced when it ended, also if it succeeded. For a job, the same as <see cref="OnFailure"/>.</summary>
    Any,

    /// <summary>A task is replaced if it failed.</summary>
    OnFailure,

    /// <summary>A task is not replaced.</summary>
    None,
}
