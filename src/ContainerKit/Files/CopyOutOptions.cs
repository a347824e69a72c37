namespace ContainerKit;

/// <summary>How files are copied out of a container. Immutable.</summary>
public sealed record CopyOutOptions
{
    /// <summary>Whether a link that is named as the source is followed, and copied under the link's name; links in a folder never are. Default: false, the link itself is copied.</summary>
    public bool FollowLink { get; init; }

    /// <summary>What becomes of links that point outside of what is copied, such as an absolute one. Default: they are refused.</summary>
    public ExternalSymlinkPolicy ExternalSymlinkPolicy { get; init; } = ExternalSymlinkPolicy.Refuse;

    /// <summary>Whether folders that are missing on the way to the target are made. Default: false, they are an error.</summary>
    public bool CreateFolders { get; init; }
}
