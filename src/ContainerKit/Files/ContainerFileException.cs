namespace ContainerKit;

/// <summary>What is at a path in a container does not allow what was asked: a folder stands where a file should, or nothing may be written there.</summary>
public sealed class ContainerFileException : ContainerKitException
{
    internal ContainerFileException(string container, string path, string message, Exception? inner = null)
        : base(message, inner)
    {
        Container = container;
        Path = path;
    }

    /// <summary>The container's id.</summary>
    public string Container { get; }

    /// <summary>The path in the container.</summary>
    public string Path { get; }
}
