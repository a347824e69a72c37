using ContainerKit.Swarm.Secrets;

namespace ContainerKit.Swarm;

/// <summary>The operations of an engine on the secrets and configs of its swarm: <c>docker secret</c> and <c>docker config</c>.</summary>
public static class SecretExtensions
{
    /// <summary>Creates a secret. The caller disposes the handle, which removes the secret.</summary>
    /// <exception cref="NameConflictException">Another secret has the name.</exception>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>POST /secrets/create</c>.</remarks>
    public static Task<SwarmSecret> CreateSecretAsync(
        this DockerEngine engine, SecretSpec spec, CancellationToken cancellationToken = default) =>
        SwarmSecret.Create(spec).On(engine).ExecuteAsync(cancellationToken);

    /// <summary>Finds a secret by its name or id. The handle does not own the secret.</summary>
    /// <exception cref="SecretNotFoundException">There is no such secret.</exception>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /secrets/{id}</c>.</remarks>
    public static async Task<SwarmSecret> FindSecretAsync(
        this DockerEngine engine, string secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(secret);
        var found = await StoredObject.FindAsync(engine, StoredObjectKind.Secret, secret, cancellationToken).ConfigureAwait(false);
        return new SwarmSecret(found, isOwned: false);
    }

    /// <summary>Lists the secrets of the swarm, without their contents.</summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /secrets</c>.</remarks>
    public static Task<IReadOnlyList<SecretDetails>> ListSecretsAsync(
        this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return StoredObject.ListAsync(engine, StoredObjectKind.Secret, SecretDetails.Read, cancellationToken);
    }

    /// <summary>Creates a config. The caller disposes the handle, which removes the config.</summary>
    /// <exception cref="NameConflictException">Another config has the name.</exception>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>POST /configs/create</c>.</remarks>
    public static Task<SwarmConfig> CreateConfigAsync(
        this DockerEngine engine, ConfigSpec spec, CancellationToken cancellationToken = default) =>
        SwarmConfig.Create(spec).On(engine).ExecuteAsync(cancellationToken);

    /// <summary>Finds a config by its name or id. The handle does not own the config.</summary>
    /// <exception cref="ConfigNotFoundException">There is no such config.</exception>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /configs/{id}</c>.</remarks>
    public static async Task<SwarmConfig> FindConfigAsync(
        this DockerEngine engine, string config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(config);
        var found = await StoredObject.FindAsync(engine, StoredObjectKind.Config, config, cancellationToken).ConfigureAwait(false);
        return new SwarmConfig(found, isOwned: false);
    }

    /// <summary>Lists the configs of the swarm, with their contents.</summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /configs</c>.</remarks>
    public static Task<IReadOnlyList<ConfigDetails>> ListConfigsAsync(
        this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return StoredObject.ListAsync(engine, StoredObjectKind.Config, ConfigDetails.Read, cancellationToken);
    }
}
