namespace ContainerKit;

/// <summary>No container of that id or name is on the engine.</summary>
public sealed class ContainerNotFoundException : ContainerKitException
{
    internal ContainerNotFoundException(string container, string message, Exception? inner = null)
        : base(message, inner) => Container = container;

    /// <summary>The id or name that was asked for.</summary>
    public string Container { get; }
}
