namespace ContainerKit;

/// <summary>The address of a published port.</summary>
/// <param name="Host">The name or address of the host.</param>
/// <param name="Port">The port on the host.</param>
public sealed record PortAddress(string Host, int Port)
{
    /// <summary>Returns the address as <c>host:port</c>.</summary>
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
