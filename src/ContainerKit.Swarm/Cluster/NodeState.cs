namespace ContainerKit.Swarm;

/// <summary>The state of a node, as the managers of its swarm see it.</summary>
public enum NodeState
{
    /// <summary>The managers have not heard from the node yet, for example after an election.</summary>
    Unknown,

    /// <summary>The node does not respond. Its tasks are replaced on other nodes.</summary>
    Down,

    /// <summary>The node is connected and can run tasks.</summary>
    Ready,

    /// <summary>The node has closed its connection to the managers.</summary>
    Disconnected,
}
