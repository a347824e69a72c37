namespace ContainerKit.Swarm;

/// <summary>
/// The exception for an engine that cannot answer requests about a swarm, because it is a worker or not part of a swarm.
/// </summary>
public sealed class NotASwarmManagerException : ContainerKitException
{
    internal NotASwarmManagerException(string message, IReadOnlyList<SwarmManagerAddress> managers, Exception? inner = null)
        : base(message, inner) => Managers = managers;

    /// <summary>The managers that the engine knows. Empty if it is not part of a swarm.</summary>
    public IReadOnlyList<SwarmManagerAddress> Managers { get; }
}
