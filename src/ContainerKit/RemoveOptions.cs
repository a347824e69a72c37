namespace ContainerKit;

/// <summary>How a container is removed; what is left out is as <c>docker rm</c> has it. Immutable.</summary>
public sealed record RemoveOptions
{
    /// <summary>Whether a container that runs is killed first. Default: false, it is left alone and the removal refused.</summary>
    public bool Force { get; init; }

    /// <summary>Whether its anonymous volumes go with it. Default: false.</summary>
    public bool Volumes { get; init; }
}
