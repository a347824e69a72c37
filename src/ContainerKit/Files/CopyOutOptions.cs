namespace ContainerKit;

/// <summary>The options for copying files out of a container. Immutable.</summary>
public sealed record CopyOutOptions
{
    /// <summary>
    /// Indicates whether a source that is a link is followed and copied under the link's name. Links inside a folder
    /// are never followed. Default: false; the link itself is copied.
    /// </summary>
    public bool FollowLink { get; init; }

    /// <summary>
    /// The policy for links that point outside of the copied folder, such as absolute links. Default:
    /// <see cref="ExternalSymlinkPolicy.Refuse"/>.
    /// </summary>
    public ExternalSymlinkPolicy ExternalSymlinkPolicy { get; init; } = ExternalSymlinkPolicy.Refuse;

    /// <summary>
    /// Indicates whether missing parent folders of the target are created. Default: false; missing folders are an
    /// error.
    /// </summary>
    public bool CreateFolders { get; init; }
}
