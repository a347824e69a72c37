namespace ContainerKit;

/// <summary>The options for writing a file into a container. Immutable.</summary>
public sealed record WriteFileOptions
{
    /// <summary>The mode of the file. Default: 644, read for all and write for the owner.</summary>
    public UnixFileMode Mode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The owner of the file. Default: root.</summary>
    public FileOwner Owner
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = FileOwner.Root;

    /// <summary>
    /// Indicates whether missing parent folders are created, with the owner of the file and mode 755. Default: false;
    /// missing folders are an error.
    /// </summary>
    public bool CreateFolders { get; init; }
}
