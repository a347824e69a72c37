namespace ContainerKit.Swarm;

/// <summary>The role of a node in its swarm.</summary>
public enum NodeRole
{
    /// <summary>A node that only runs tasks.</summary>
    Worker,

    /// <summary>A node that also stores the state of the swarm and answers requests about it.</summary>
    Manager,
}
