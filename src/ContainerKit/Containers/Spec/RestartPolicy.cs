namespace ContainerKit;

/// <summary>The action of the engine when the process of a container exits.</summary>
public enum RestartPolicy
{
    /// <summary>The container is not restarted.</summary>
    No,

    /// <summary>The container is always restarted, also when the engine starts.</summary>
    Always,

    /// <summary>The container is restarted if its exit code is not 0.</summary>
    OnFailure,

    /// <summary>The container is restarted as with <see cref="Always"/>, unless it was stopped by a request.</summary>
    UnlessStopped,
}
