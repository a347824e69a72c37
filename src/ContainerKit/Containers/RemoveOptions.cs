namespace ContainerKit;

/// <summary>The way a container is removed. All properties set to false give the behavior of <c>docker rm</c>. Immutable.</summary>
public sealed record RemoveOptions
{
    /// <summary>Indicates whether a running container is killed first. If false, the removal of a running container fails. Default: true.</summary>
    public bool Force { get; init; } = true;

    /// <summary>Indicates whether the anonymous volumes of the container are removed too. Default: true.</summary>
    public bool Volumes { get; init; } = true;

    /// <summary>Indicates whether a container that the engine does not have counts as removed. If false, its removal throws. Default: true.</summary>
    public bool IgnoreMissing { get; init; } = true;
}
