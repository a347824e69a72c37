namespace ContainerKit.Files;

/// <summary>
/// An opened item of a folder. The metadata belongs to the opened item, even if its name was given to another one meanwhile.
/// </summary>
/// <param name="Item">The metadata.</param>
internal sealed record HostEntry(HostItem Item) : IDisposable
{
    /// <summary>The target of a link; null for other kinds.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The folder; null for other kinds.</summary>
    public HostFolder? Folder { get; init; }

    /// <summary>The content of a regular file; null if it is empty, and for other kinds.</summary>
    public HostFileStream? Content { get; init; }

    /// <summary>The file capabilities of a regular file (<c>security.capability</c>); null if there are none.</summary>
    public byte[]? Capabilities { get; init; }

    public void Dispose()
    {
        Folder?.Dispose();
        Content?.Dispose();
    }
}
