namespace ContainerKit;

/// <summary>A port that an image says its process listens on; only containers on the same network reach it, unless it is published.</summary>
/// <param name="Port">The port inside.</param>
/// <param name="Protocol">The protocol.</param>
public sealed record ExposedPort(int Port, PortProtocol Protocol = PortProtocol.Tcp)
{
    /// <summary>The port as Dockerfiles have it: <c>80/tcp</c>.</summary>
    public override string ToString() => PublishedPort.Key(Port, Protocol);
}
