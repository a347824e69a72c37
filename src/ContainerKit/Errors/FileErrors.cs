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

/// <summary>
/// An archive tried to leave the folder it was unpacked in, and was refused: nothing was written outside. What came before the entry in
/// question has been unpacked.
/// </summary>
public sealed class UnsafeArchiveException : ContainerKitException
{
    internal UnsafeArchiveException(string entry, string message)
        : base(message) => Entry = entry;

    /// <summary>The name of the entry that was refused.</summary>
    public string Entry { get; }
}
