namespace ContainerKit;

/// <summary>What the engine does when a container's process ends.</summary>
public enum RestartPolicy
{
    /// <summary>Nothing.</summary>
    No,

    /// <summary>Starts it again, and also when the engine itself starts.</summary>
    Always,

    /// <summary>Starts it again when its exit code is not 0.</summary>
    OnFailure,

    /// <summary>As <see cref="Always"/>, unless it was stopped by somebody.</summary>
    UnlessStopped,
}
