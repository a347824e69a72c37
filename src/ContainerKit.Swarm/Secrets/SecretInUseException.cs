namespace ContainerKit.Swarm;

/// <summary>The exception for a secret that cannot be removed because services use it.</summary>
public sealed class SecretInUseException : ContainerKitException
{
    internal SecretInUseException(string secret, IReadOnlyList<string> services, string message, Exception? inner = null)
        : base(message, inner)
    {
        Secret = secret;
        Services = services;
    }

    /// <summary>The name of the secret.</summary>
    public string Secret { get; }

    /// <summary>The names of the services that use it.</summary>
    public IReadOnlyList<string> Services { get; }
}
