namespace ContainerKit;

/// <summary>
/// The exception for credentials on this machine that could not be read or saved. A credential helper failed or is not
/// installed, or the <c>config.json</c> of the Docker CLI or <c>DOCKER_AUTH_CONFIG</c> is malformed. A pull, push or
/// build continues with the entry in <c>config.json</c>, or anonymously; if the registry refuses that, this exception is
/// the inner exception of the failure.
/// </summary>
public sealed class CredentialStoreException : ContainerKitException
{
    internal CredentialStoreException(string registry, string source, string message, Exception? inner = null)
        : base(message, inner)
    {
        Registry = registry;
        Store = source;
    }

    /// <summary>The registry of the credentials.</summary>
    public string Registry { get; }

    /// <summary>The credential store: the name of a credential helper, a file, or <c>DOCKER_AUTH_CONFIG</c>.</summary>
    public string Store { get; }
}
