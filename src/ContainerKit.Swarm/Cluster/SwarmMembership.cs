namespace ContainerKit.Swarm;

/// <summary>The relation of an engine to a swarm, as <c>docker info</c> reports it.</summary>
public enum SwarmMembership
{
    /// <summary>The engine is not part of a swarm.</summary>
    Inactive,

    /// <summary>The engine is joining a swarm.</summary>
    Pending,

    /// <summary>The engine is a node of a swarm.</summary>
    Active,

    /// <summary>The engine could not join its swarm, or cannot connect to it.</summary>
    Error,

    /// <summary>The engine is a manager whose state is encrypted, and needs <c>UnlockSwarmAsync</c>.</summary>
    Locked,
}
