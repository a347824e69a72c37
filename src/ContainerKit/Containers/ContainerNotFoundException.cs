namespace ContainerKit;

/// <summary>The exception for a container that is not on the engine.</summary>
public sealed class ContainerNotFoundException : ContainerKitException
{
    internal ContainerNotFoundException(string container, string message, Exception? inner = null)
        : base(message, inner) => Container = container;

    /// <summary>The requested id or name.</summary>
    public string Container { get; }
}
