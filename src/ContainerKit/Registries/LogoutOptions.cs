namespace ContainerKit;

/// <summary>What a logout takes away. Immutable.</summary>
public sealed record LogoutOptions
{
    /// <summary>
    /// Whether it is taken from the docker command's <c>config.json</c> as well, or from the credential helper that the file names.
    /// Default: false, which touches no file.
    /// </summary>
    public bool Saved { get; init; }
}
