namespace ContainerKit;

/// <summary>No network of that id or name is on the engine.</summary>
public sealed class NetworkNotFoundException : ContainerKitException
{
    internal NetworkNotFoundException(string network, string message, Exception? inner = null)
        : base(message, inner) => Network = network;

    /// <summary>The id or name that was asked for.</summary>
    public string Network { get; }
}
