namespace ContainerKit;

/// <summary>The options of a logout. Immutable.</summary>
public sealed record LogoutOptions
{
    /// <summary>
    /// Indicates whether the credentials are also removed from the <c>config.json</c> of the Docker CLI, or from the
    /// credential helper that this file names. Default: false; no file is changed.
    /// </summary>
    public bool Saved { get; init; }
}
