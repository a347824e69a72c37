namespace ContainerKit;

/// <summary>How files are copied into a container. Immutable.</summary>
public sealed record CopyInOptions
{
    /// <summary>Whose the files are in the container. Default: the superuser's.</summary>
    public FileOwner Owner
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = FileOwner.Root;

    /// <summary>The mode of every file; folders keep theirs. Default: as on the host; where the host has no modes, as on Windows, read and execute for all and write for the owner.</summary>
    public UnixFileMode? FileMode { get; init; }

    /// <summary>Whether a link that is named as the source is followed, and copied under the link's name; links in a folder never are. Default: false, the link itself is copied.</summary>
    public bool FollowLink { get; init; }

    /// <summary>Whether folders that are missing on the way to the target are made, with the owner of the files and mode 755. Default: false, they are an error.</summary>
    public bool CreateFolders { get; init; }
}
