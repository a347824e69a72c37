namespace ContainerKit;

/// <summary>The options for copying files into a container. Immutable.</summary>
public sealed record CopyInOptions
{
    /// <summary>The owner of the files in the container. Default: root.</summary>
    public FileOwner Owner
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = FileOwner.Root;

    /// <summary>
    /// The mode of every file; folders keep theirs. Default: the mode on the host. On Windows, which has no modes: read
    /// and execute for all, write for the owner.
    /// </summary>
    public UnixFileMode? FileMode { get; init; }

    /// <summary>
    /// Indicates whether a source that is a link is followed and copied under the link's name. Links inside a folder
    /// are never followed. Default: false; the link itself is copied.
    /// </summary>
    public bool FollowLink { get; init; }

    /// <summary>
    /// Indicates whether missing parent folders of the target are created, with the owner of the files and mode 755.
    /// Default: false; missing folders are an error.
    /// </summary>
    public bool CreateFolders { get; init; }
}
