namespace ContainerKit;

/// <summary>
/// Credentials of this machine could not be read or saved: a credential helper failed or is not installed, or the docker command's
/// <c>config.json</c> or <c>DOCKER_AUTH_CONFIG</c> is malformed. A pull, push or build that meets this goes on as nobody, and has this error
/// inside its own when the registry refuses that.
/// </summary>
public sealed class CredentialStoreException : ContainerKitException
{
    internal CredentialStoreException(string registry, string source, string message, Exception? inner = null)
        : base(message, inner)
    {
        Registry = registry;
        Store = source;
    }

    /// <summary>The registry whose credentials were asked for.</summary>
    public string Registry { get; }

    /// <summary>Where they were looked for: a credential helper's name, a file, or <c>DOCKER_AUTH_CONFIG</c>.</summary>
    public string Store { get; }
}
