namespace ContainerKit.Swarm;

/// <summary>The exception for a secret that the swarm does not have.</summary>
public sealed class SecretNotFoundException : ContainerKitException
{
    internal SecretNotFoundException(string secret, string message, Exception? inner = null)
        : base(message, inner) => Secret = secret;

    /// <summary>The requested name or id.</summary>
    public string Secret { get; }
}
