using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>An included file, folder or link of a build context.</summary>
/// <param name="Name">The path in the context, with slashes, in the form of <see cref="PathText"/>.</param>
/// <param name="Item">The metadata.</param>
/// <param name="Path">The path on this machine, for messages.</param>
internal sealed record ContextItem(string Name, HostItem Item, string Path)
{
    /// <summary>The opened item; null for a folder that is listed only because of its content.</summary>
    public HostEntry? Source { get; init; }

    /// <summary>The target of a symbolic link; null for other kinds.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The name of the first item with the same content, if this is a hard link to it; otherwise null.</summary>
    public string? HardLink { get; init; }
}
