using ContainerKit.Registries;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Logs in to a registry. Nothing is saved.</summary>
    /// <inheritdoc cref="LoginAsync(string, RegistryCredential, LoginOptions, CancellationToken)"/>
    public Task<RegistryLogin> LoginAsync(string registry, RegistryCredential credential, CancellationToken cancellationToken = default) =>
        LoginAsync(registry, credential, new LoginOptions(), cancellationToken);

    /// <summary>
    /// Logs in to a registry: the engine asks it whether the credentials are good. They are kept in memory for this connection's later pulls,
    /// pushes and builds, until <see cref="LogoutAsync(string, CancellationToken)"/> or its end. A credential given with a call goes before them.
    /// </summary>
    /// <param name="registry">The registry as the docker command takes it: <c>ghcr.io</c>, <c>localhost:5000</c>; <c>docker.io</c> is Docker Hub.</param>
    /// <param name="credential">The user.</param>
    /// <param name="options">Whether the docker command shall know it too.</param>
    /// <param name="cancellationToken">Ends the waiting for the answer.</param>
    /// <returns>Who is logged in where.</returns>
    /// <exception cref="ArgumentException">The registry's name is malformed.</exception>
    /// <exception cref="RegistryAccessDeniedException">The registry refused the credentials.</exception>
    /// <exception cref="RegistryUnavailableException">The engine could not reach the registry, or does not trust its certificate.</exception>
    /// <exception cref="CredentialStoreException">The login is good, but could not be saved.</exception>
    /// <remarks>Engine API: <c>POST /auth</c>.</remarks>
    public Task<RegistryLogin> LoginAsync(string registry, RegistryCredential credential, LoginOptions options, CancellationToken cancellationToken = default)
    {
        var name = RegistryName.Parse(registry);
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(options);
        return RegistryAuthentication.LoginAsync(ApiClient, name, credential, options, cancellationToken);
    }

    /// <summary>Forgets who is logged in to a registry. What the docker command knows stays, and is used again. Quiet when nobody is logged in.</summary>
    /// <inheritdoc cref="LogoutAsync(string, LogoutOptions, CancellationToken)"/>
    public Task LogoutAsync(string registry, CancellationToken cancellationToken = default) => LogoutAsync(registry, new LogoutOptions(), cancellationToken);

    /// <summary>Forgets who is logged in to a registry. Quiet when nobody is logged in. No engine and no registry is asked.</summary>
    /// <exception cref="ArgumentException">The registry's name is malformed.</exception>
    /// <exception cref="CredentialStoreException">What was saved could not be taken away.</exception>
    public Task LogoutAsync(string registry, LogoutOptions options, CancellationToken cancellationToken = default)
    {
        var name = RegistryName.Parse(registry);
        ArgumentNullException.ThrowIfNull(options);
        return RegistryAuthentication.LogoutAsync(ApiClient, name, options, cancellationToken);
    }
}
