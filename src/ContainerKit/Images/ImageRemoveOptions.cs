namespace ContainerKit;

/// <summary>The options for removing an image. Immutable.</summary>
public sealed record ImageRemoveOptions
{
    /// <summary>
    /// Indicates whether an image is removed although stopped containers are based on it, or although an image that is
    /// referenced by its id has several names. An image of a running container only loses its name. Default: false.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>
    /// Indicates whether parent images without a name are kept. Default: false; they are removed too.
    /// </summary>
    public bool KeepParents { get; init; }
}
