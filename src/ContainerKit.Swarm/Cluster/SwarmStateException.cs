namespace ContainerKit.Swarm;

/// <summary>
/// The exception for an operation that the state of the swarm or of a node does not permit, such as the demotion of the last manager,
/// the removal of a node that is not down, or joining a second swarm.
/// </summary>
public sealed class SwarmStateException : ContainerKitException
{
    internal SwarmStateException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
