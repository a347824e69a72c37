namespace ContainerKit.Swarm;

/// <summary>The exception for a node that the swarm does not have.</summary>
public sealed class NodeNotFoundException : ContainerKitException
{
    internal NodeNotFoundException(string node, string message, Exception? inner = null)
        : base(message, inner) => Node = node;

    /// <summary>The requested name or id.</summary>
    public string Node { get; }
}
