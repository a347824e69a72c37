namespace ContainerKit;

/// <summary>What becomes of a login. Immutable.</summary>
public sealed record LoginOptions
{
    /// <summary>
    /// Whether the docker command shall know it too: it is written to its <c>config.json</c>, or handed to the credential helper that the file
    /// names. Default: false, which touches no file; the login lasts as long as the <see cref="DockerEngine"/>.
    /// </summary>
    public bool Save { get; init; }
}

/// <summary>What a logout takes away. Immutable.</summary>
public sealed record LogoutOptions
{
    /// <summary>
    /// Whether it is taken from the docker command's <c>config.json</c> as well, or from the credential helper that the file names.
    /// Default: false, which touches no file.
    /// </summary>
    public bool Saved { get; init; }
}
