namespace ContainerKit.Swarm;

/// <summary>The availability of a node for tasks.</summary>
public enum NodeAvailability
{
    /// <summary>The scheduler assigns tasks to the node.</summary>
    Active,

    /// <summary>The scheduler assigns no new tasks to the node. Its present tasks continue.</summary>
    Pause,

    /// <summary>The scheduler assigns no tasks to the node, and moves its present tasks to other nodes.</summary>
    Drain,
}
