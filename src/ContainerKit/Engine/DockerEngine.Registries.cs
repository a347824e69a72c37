using ContainerKit.Registries;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Logs in to a registry without saving the credentials.</summary>
    /// <inheritdoc cref="LoginAsync(string, RegistryCredential, LoginOptions, CancellationToken)"/>
    public Task<RegistryLogin> LoginAsync(
        string registry, RegistryCredential credential, CancellationToken cancellationToken = default) =>
        LoginAsync(registry, credential, new LoginOptions(), cancellationToken);

    /// <summary>
    /// Logs in to a registry. The engine verifies the credentials with the registry. They are then used for pulls,
    /// pushes and builds of this <see cref="DockerEngine"/>, until <see cref="LogoutAsync(string, CancellationToken)"/>
    /// or its disposal. A credential that is passed to an operation takes precedence.
    /// </summary>
    /// <param name="registry">
    /// The registry, as for the Docker CLI: <c>ghcr.io</c>, <c>localhost:5000</c>. <c>docker.io</c> is Docker Hub.
    /// </param>
    /// <param name="credential">The credentials.</param>
    /// <param name="options">The options; they decide whether the Docker CLI shares the login.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The registry and the user of the login.</returns>
    /// <exception cref="ArgumentException">The name of the registry is malformed.</exception>
    /// <exception cref="RegistryAccessDeniedException">The registry refused the credentials.</exception>
    /// <exception cref="RegistryUnavailableException">
    /// The engine could not reach the registry, or does not trust its certificate.
    /// </exception>
    /// <exception cref="CredentialStoreException">The login succeeded but could not be saved.</exception>
    /// <remarks>Engine API: <c>POST /auth</c>.</remarks>
    public Task<RegistryLogin> LoginAsync(
        string registry, RegistryCredential credential, LoginOptions options, CancellationToken cancellationToken = default)
    {
        var name = RegistryName.Parse(registry);
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(options);
        return RegistryAuthentication.LoginAsync(ApiClient, name, credential, options, cancellationToken);
    }

    /// <summary>
    /// Removes the login to a registry from this <see cref="DockerEngine"/>. Credentials of the Docker CLI remain and
    /// are used again. Does nothing without a login.
    /// </summary>
    /// <inheritdoc cref="LogoutAsync(string, LogoutOptions, CancellationToken)"/>
    public Task LogoutAsync(string registry, CancellationToken cancellationToken = default) =>
        LogoutAsync(registry, new LogoutOptions(), cancellationToken);

    /// <summary>
    /// Removes the login to a registry. Does nothing without a login. No request is sent to the engine or the registry.
    /// </summary>
    /// <exception cref="ArgumentException">The name of the registry is malformed.</exception>
    /// <exception cref="CredentialStoreException">The saved credentials could not be removed.</exception>
    public Task LogoutAsync(string registry, LogoutOptions options, CancellationToken cancellationToken = default)
    {
        var name = RegistryName.Parse(registry);
        ArgumentNullException.ThrowIfNull(options);
        return RegistryAuthentication.LogoutAsync(ApiClient, name, options, cancellationToken);
    }
}
