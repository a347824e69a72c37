namespace ContainerKit;

/// <summary>The exception for a path in a container at which no file or folder exists.</summary>
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

    /// <summary>The missing path in the container.</summary>
    public string Path { get; }
}
