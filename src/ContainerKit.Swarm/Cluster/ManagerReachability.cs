namespace ContainerKit.Swarm;

/// <summary>The reachability of a manager for the other managers.</summary>
public enum ManagerReachability
{
    /// <summary>The other managers do not know yet.</summary>
    Unknown,

    /// <summary>The manager does not respond to the other managers.</summary>
    Unreachable,

    /// <summary>The manager responds, and counts for the quorum.</summary>
    Reachable,
}
