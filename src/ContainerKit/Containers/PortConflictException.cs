namespace ContainerKit;

/// <summary>The exception for a published port that is already in use on the host.</summary>
public sealed class PortConflictException : ContainerKitException
{
    internal PortConflictException(IReadOnlyList<PublishedPort> ports, string message, Exception? inner = null)
        : base(message, inner) => Ports = ports;

    /// <summary>The ports to publish. The message names the port in the engine's answer.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; }
}
