namespace ContainerKit;

/// <summary>How a file is written into a container. Immutable.</summary>
public sealed record WriteFileOptions
{
    /// <summary>The file's mode. Default: read for all and write for the owner, 644.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Whose the file is. Default: the superuser's.</summary>
    public FileOwner Owner
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = FileOwner.Root;

    /// <summary>Whether folders that are missing on the way to the file are made, with its owner and mode 755. Default: false, they are an error.</summary>
    public bool CreateFolders { get; init; }
}
