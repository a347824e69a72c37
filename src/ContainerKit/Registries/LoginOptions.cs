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
