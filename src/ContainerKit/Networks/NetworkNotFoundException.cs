namespace ContainerKit;

/// <summary>The exception for a network that is not on the engine.</summary>
public sealed class NetworkNotFoundException : ContainerKitException
{
    /// <summary>Creates the exception, for a package that uses networks of another kind.</summary>
    /// <param name="network">The requested id or name.</param>
    /// <param name="message">The message.</param>
    /// <param name="inner">The exception that caused this one.</param>
    public NetworkNotFoundException(string network, string message, Exception? inner = null)
        : base(message, inner) => Network = network;

    /// <summary>The requested id or name.</summary>
    public string Network { get; }
}
