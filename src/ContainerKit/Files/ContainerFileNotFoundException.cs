namespace ContainerKit;

/// <summary>A container has no file or folder at a path.</summary>
public sealed class ContainerFileNotFoundException : ContainerKitException
{
    internal ContainerFileNotFoundException(string container, string path, string message, Exception? inner = null)
        : base(message, inner)
    {
        Container = container;
        Path = path;
    }

    /// <summary>The container's id.</summary>
    public string Container { get; }

    /// <summary>The path in the container that is missing.</summary>
    public string Path { get; }
}
