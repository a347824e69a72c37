namespace ContainerKit;

/// <summary>A published port is in use on the host.</summary>
public sealed class PortConflictException : ContainerKitException
{
    internal PortConflictException(IReadOnlyList<PublishedPort> ports, string message, Exception? inner = null)
        : base(message, inner) => Ports = ports;

    /// <summary>The ports that were to be published; the message names the one the engine complained of.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; }
}
