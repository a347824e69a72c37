namespace ContainerKit;

/// <summary>
/// The options for removing a container. With all properties set to false it is removed as by <c>docker rm</c>.
/// Immutable.
/// </summary>
public sealed record RemoveOptions
{
    /// <summary>
    /// Indicates whether a running container is killed first. If false, the removal of a running container fails.
    /// Default: true.
    /// </summary>
    public bool Force { get; init; } = true;

    /// <summary>Indicates whether the anonymous volumes of the container are removed too. Default: true.</summary>
    public bool Volumes { get; init; } = true;

    /// <summary>
    /// Indicates whether a container that the engine does not have counts as removed. If false, its removal throws.
    /// Default: true.
    /// </summary>
    public bool IgnoreMissing { get; init; } = true;
}
