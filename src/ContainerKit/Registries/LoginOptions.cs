namespace ContainerKit;

/// <summary>The options of a login. Immutable.</summary>
public sealed record LoginOptions
{
    /// <summary>
    /// Indicates whether the Docker CLI shares the login: the credentials are written to its <c>config.json</c>, or to
    /// the credential helper that this file names. Default: false; no file is changed, and the login lasts as long as
    /// the <see cref="DockerEngine"/>. A user name with a colon cannot be saved in the file.
    /// </summary>
    public bool Save { get; init; }
}
