namespace ContainerKit;

/// <summary>How an image is removed. Immutable.</summary>
public sealed record ImageRemoveOptions
{
    /// <summary>
    /// Whether it goes although stopped containers are made from it, or although an image that is reached by its id has several names. What a running
    /// container uses loses its name at most. Default: false.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Whether the images it was made from stay although they have no name. Default: false, they go along.</summary>
    public bool KeepParents { get; init; }
}
