namespace ContainerKit.Swarm;

/// <summary>The exception for a network, a secret or a config that a service names and that the swarm does not have.</summary>
public sealed class ServiceReferenceNotFoundException : ContainerKitException
{
    internal ServiceReferenceNotFoundException(string kind, string name, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>The kind: <c>network</c>, <c>secret</c> or <c>config</c>.</summary>
    public string Kind { get; }

    /// <summary>The name.</summary>
    public string Name { get; }
}
