using ContainerKit.Swarm.Internal;
using ContainerKit.Swarm.Secrets;

namespace ContainerKit.Swarm;

/// <summary>
/// A secret of a swarm. Services read its content from a file, and no request returns it. Disposing the handle
/// removes the secret if it was created through this library, but not if it was found.
/// </summary>
/// <example><code>
/// await using var password = await SwarmSecret.Create("db-password", "...");
/// </code></example>
public sealed class SwarmSecret : IResourceOwner
{
    private readonly StoredObject _stored;
    private readonly QuietDisposal? _disposal;

    internal SwarmSecret(StoredObject stored, bool isOwned)
    {
        _stored = stored;
        if (isOwned) _disposal = new QuietDisposal(stored.Engine, stored);
    }

    /// <summary>The engine of the manager that created or found the secret.</summary>
    public DockerEngine Engine => _stored.Engine;

    /// <summary>The id.</summary>
    public string Id => _stored.Id;

    /// <summary>The name.</summary>
    public string Name => _stored.Name;

    /// <inheritdoc/>
    IEnumerable<IAsyncDisposable> IResourceOwner.OwnedResources => _disposal is null ? [] : [_stored];

    /// <summary>Creates a plan that creates a secret.</summary>
    /// <inheritdoc cref="Create(SecretSpec)"/>
    public static Plan<SwarmSecret> Create(string name, string content) => Create(new SecretSpec(name, content));

    /// <summary>
    /// Creates a plan that creates a secret. If the secret is the result of the plan, the caller disposes it. Otherwise it is removed when
    /// the plan ends.
    /// </summary>
    /// <remarks>
    /// Running the plan throws <see cref="NameConflictException"/> if another secret has the name, and
    /// <see cref="NotASwarmManagerException"/> if the engine is not a manager.
    /// </remarks>
    /// <exception cref="ArgumentException">The name or the content is invalid.</exception>
    public static Plan<SwarmSecret> Create(SecretSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Plan.Create(spec.ToString(), async context =>
        {
            var stored = new StoredObject(context.Engine, StoredObjectKind.Secret, spec.Name);
            await stored.CreateAsync(context, spec.ToJson(), spec.GetSecretTexts()).ConfigureAwait(false);
            return new SwarmSecret(stored, isOwned: true);
        });
    }

    /// <summary>Creates a plan that finds a secret by its name or id. The handle does not own the secret.</summary>
    public static Plan<SwarmSecret> Find(string secret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(secret);
        return Plan.Create($"find secret {secret}", context => context.Engine.FindSecretAsync(secret, context.CancellationToken));
    }

    /// <summary>Creates a plan that lists the secrets of the swarm.</summary>
    public static Plan<IReadOnlyList<SecretDetails>> List() =>
        Plan.Create("list the secrets of the swarm", context => context.Engine.ListSecretsAsync(context.CancellationToken));

    /// <summary>Gets the name, the labels and the times of the secret.</summary>
    /// <exception cref="SecretNotFoundException">The secret was removed.</exception>
    /// <remarks>Engine API: <c>GET /secrets/{id}</c>.</remarks>
    public Task<SecretDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        _stored.InspectAsync(SecretDetails.Read, cancellationToken);

    /// <summary>Removes the secret, also if it was found. Does nothing if it was already removed.</summary>
    /// <exception cref="SecretInUseException">Services use the secret. The message lists them.</exception>
    /// <remarks>Engine API: <c>DELETE /secrets/{id}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default) => _stored.RemoveAsync(cancellationToken);

    /// <summary>
    /// Removes the secret if it was created through this library, not if it was found. Dispose its services first. Safe to call
    /// repeatedly and concurrently. Never throws: a failed removal is logged as an error. Use <see cref="RemoveAsync"/> to receive the
    /// exception.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /secrets/{id}</c>.</remarks>
    public ValueTask DisposeAsync() => _disposal?.RunAsync() ?? ValueTask.CompletedTask;

    /// <summary>Returns the name and the id.</summary>
    public override string ToString() => $"{_stored} ({Id})";
}
