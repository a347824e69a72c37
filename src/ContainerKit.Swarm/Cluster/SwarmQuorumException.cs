namespace ContainerKit.Swarm;

/// <summary>
/// The exception for a swarm without a leader: fewer than half of its managers reach each other. Running tasks continue, but the
/// swarm accepts no changes until more managers are back.
/// </summary>
public sealed class SwarmQuorumException : ContainerKitException
{
    internal SwarmQuorumException(string message, IReadOnlyList<SwarmManagerAddress> managers, Exception? inner = null)
        : base(message, inner) => Managers = managers;

    /// <summary>The managers that the engine knows.</summary>
    public IReadOnlyList<SwarmManagerAddress> Managers { get; }

    /// <summary>
    /// The managers that accept connections. Empty if this could not be checked, because this process runs on another machine than the
    /// engine.
    /// </summary>
    public IReadOnlyList<SwarmManagerAddress> ReachableManagers => [.. Managers.Where(each => each.IsReachable == true)];
}
