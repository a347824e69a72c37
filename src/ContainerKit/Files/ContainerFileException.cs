namespace ContainerKit;

/// <summary>
/// The exception for a file operation that the file at the path does not allow, such as reading a folder as a file or
/// writing to a read-only path.
/// </summary>
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
