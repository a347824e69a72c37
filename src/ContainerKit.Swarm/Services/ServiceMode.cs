namespace ContainerKit.Swarm;

/// <summary>The number of tasks of a service: the option <c>--mode</c> of <c>docker service create</c>.</summary>
public enum ServiceMode
{
    /// <summary>A number of tasks that run until the service is removed.</summary>
    Replicated,

    /// <summary>One task on each suitable node, also on nodes that join later.</summary>
    Global,

    /// <summary>A number of tasks that run to completion.</summary>
    ReplicatedJob,

    /// <summary>One task on each suitable node, which runs to completion.</summary>
    GlobalJob,
}
