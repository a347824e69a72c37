namespace ContainerKit;

/// <summary>
/// A port that the image declares its process to listen on. Only containers on the same network reach it unless it is
/// published.
/// </summary>
/// <param name="Port">The port in the container.</param>
/// <param name="Protocol">The protocol.</param>
public sealed record ExposedPort(int Port, PortProtocol Protocol = PortProtocol.Tcp)
{
    /// <summary>Returns the port as Dockerfiles write it: <c>80/tcp</c>.</summary>
    public override string ToString() => PublishedPort.Key(Port, Protocol);
}
