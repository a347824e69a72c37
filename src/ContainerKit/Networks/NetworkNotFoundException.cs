namespace ContainerKit;

/// <summary>The exception for a network that is not on the engine.</summary>
public sealed class NetworkNotFoundException : ContainerKitException
{
    internal NetworkNotFoundException(string network, string message, Exception? inner = null)
        : base(message, inner) => Network = network;

    /// <summary>The requested id or name.</summary>
    public string Network { get; }
}
