namespace ContainerKit;

/// <summary>Where a published port can be reached.</summary>
/// <param name="Host">The host's name or address.</param>
/// <param name="Port">The host's port.</param>
public sealed record PortAddress(string Host, int Port)
{
    /// <summary>As <c>host:port</c>.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
