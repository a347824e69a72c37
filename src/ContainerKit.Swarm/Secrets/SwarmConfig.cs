using ContainerKit.Swarm.Internal;
using ContainerKit.Swarm.Secrets;

namespace ContainerKit.Swarm;

/// <summary>
/// A config of a swarm: a file that services read, and that is not secret. Disposing the handle removes the config if it was created
/// through this library, but not if it was found.
/// </summary>
/// <example><code>
/// await using var site = await SwarmConfig.Create("site.conf", "server { listen 8080; }");
/// </code></example>
public sealed class SwarmConfig : IResourceOwner
{
    private readonly StoredObject _stored;
    private readonly QuietDisposal? _disposal;

    internal SwarmConfig(StoredObject stored, bool isOwned)
    {
        _stored = stored;
        if (isOwned) _disposal = new QuietDisposal(stored.Engine, stored);
    }

    /// <summary>The engine of the manager that created or found the config.</summary>
    public DockerEngine Engine => _stored.Engine;

    /// <summary>The id.</summary>
    public string Id => _stored.Id;

    /// <summary>The name.</summary>
    public string Name => _stored.Name;

    /// <inheritdoc/>
    IEnumerable<IAsyncDisposable> IResourceOwner.OwnedResources => _disposal is null ? [] : [_stored];

    /// <summary>Creates a plan that creates a config.</summary>
    /// <inheritdoc cref="Create(ConfigSpec)"/>
    public static Plan<SwarmConfig> Create(string name, string content) => Create(new ConfigSpec(name, content));

    /// <summary>
    /// Creates a plan that creates a config. If the config is the result of the plan, the caller disposes it. Otherwise it is removed when
    /// the plan ends.
    /// </summary>
    /// <remarks>
    /// Running the plan throws <see cref="NameConflictException"/> if another config has the name, and
    /// <see cref="NotASwarmManagerException"/> if the engine is not a manager.
    /// </remarks>
    /// <exception cref="ArgumentException">The name or the content is invalid.</exception>
    public static Plan<SwarmConfig> Create(ConfigSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Plan.Create(spec.ToString(), async context =>
        {
            var stored = new StoredObject(context.Engine, StoredObjectKind.Config, spec.Name);
            await stored.CreateAsync(context, spec.ToJson(), []).ConfigureAwait(false);
            return new SwarmConfig(stored, isOwned: true);
        });
    }

    /// <summary>Creates a plan that finds a config by its name or id. The handle does not own the config.</summary>
    public static Plan<SwarmConfig> Find(string config)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(config);
        return Plan.Create($"find config {config}", context => context.Engine.FindConfigAsync(config, context.CancellationToken));
    }

    /// <summary>Creates a plan that lists the configs of the swarm.</summary>
    public static Plan<IReadOnlyList<ConfigDetails>> List() =>
        Plan.Create("list the configs of the swarm", context => context.Engine.ListConfigsAsync(context.CancellationToken));

    /// <summary>Gets the content, the labels and the times of the config.</summary>
    /// <exception cref="ConfigNotFoundException">The config was removed.</exception>
    /// <remarks>Engine API: <c>GET /configs/{id}</c>.</remarks>
    public Task<ConfigDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        _stored.InspectAsync(ConfigDetails.Read, cancellationToken);

    /// <summary>Removes the config, also if it was found. Does nothing if it was already removed.</summary>
    /// <exception cref="ConfigInUseException">Services use the config. The message lists them.</exception>
    /// <remarks>Engine API: <c>DELETE /configs/{id}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default) => _stored.RemoveAsync(cancellationToken);

    /// <summary>
    /// Removes the config if it was created through this library, not if it was found. Dispose its services first. Safe to call
    /// repeatedly and concurrently. Never throws: a failed removal is logged as an error. Use <see cref="RemoveAsync"/> to receive the
    /// exception.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /configs/{id}</c>.</remarks>
    public ValueTask DisposeAsync() => _disposal?.RunAsync() ?? ValueTask.CompletedTask;

    /// <summary>Returns the name and the id.</summary>
    public override string ToString() => $"{_stored} ({Id})";
}
