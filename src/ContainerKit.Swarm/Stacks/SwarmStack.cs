using ContainerKit.Swarm.Internal;
using ContainerKit.Swarm.Secrets;
using ContainerKit.Swarm.Services;
using ContainerKit.Swarm.Stacks;

namespace ContainerKit.Swarm;

/// <summary>
/// A named set of services, networks, secrets and configs that are removed together, as <c>docker stack</c> has them. Disposing the
/// handle removes the stack if it was deployed through this library, but not if it was found.
/// </summary>
/// <example><code>
/// await using var shop = await SwarmStack.Deploy(new StackSpec("shop")
/// {
///     Services = [new StackService("web", Image.Pull("nginx"), new ServiceSpec { Replicas = 2 })],
/// });
/// </code></example>
public sealed class SwarmStack : IResourceOwner
{
    private readonly StackNames _names;
    private readonly IReadOnlyList<IAsyncDisposable> _owned;

    internal SwarmStack(DockerEngine engine, string name, IReadOnlyList<IAsyncDisposable> owned)
    {
        Engine = engine;
        Name = name;
        _names = new StackNames(name);
        _owned = owned;
    }

    /// <summary>The engine, a manager of the swarm.</summary>
    public DockerEngine Engine { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The services and what they use, in the order of their removal. Empty if the stack was found.</summary>
    IEnumerable<IAsyncDisposable> IResourceOwner.OwnedResources => _owned;

    /// <summary>
    /// Creates a plan that creates a stack: its secrets, configs and networks, and then all services at the same time. It waits until
    /// the services have converged. If anything fails, the plan removes the whole stack.
    /// </summary>
    /// <remarks>
    /// An object that exists already is not updated: running the plan then throws <see cref="NameConflictException"/>. Update a
    /// service with <see cref="SwarmService.UpdateAsync"/>.
    /// </remarks>
    public static Plan<SwarmStack> Deploy(StackSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Plan.Create(spec.ToString(), context => StackDeployment.RunAsync(context, spec));
    }

    /// <summary>
    /// Returns a handle of a stack with this name, which may be empty. It does not own the stack: disposing it removes nothing.
    /// </summary>
    public static Plan<SwarmStack> Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Plan.Create($"find stack {name}", context => Task.FromResult(new SwarmStack(context.Engine, name, [])));
    }

    /// <summary>Lists the services of the stack.</summary>
    /// <remarks>Engine API: <c>GET /services</c>.</remarks>
    public Task<IReadOnlyList<ServiceDetails>> ListServicesAsync(CancellationToken cancellationToken = default) =>
        Engine.ListServicesAsync(_names.Filter, cancellationToken);

    /// <summary>Finds a service by its name in the stack. The handle does not own the service.</summary>
    /// <exception cref="ServiceNotFoundException">The stack has no such service.</exception>
    /// <remarks>Engine API: <c>GET /services/{id}</c>.</remarks>
    public Task<SwarmService> FindServiceAsync(string service, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(service);
        return Engine.FindServiceAsync(_names.For(service), cancellationToken);
    }

    /// <summary>Gets the tasks of all services of the stack.</summary>
    /// <remarks>Engine API: <c>GET /services</c>, <c>GET /tasks</c>, <c>GET /nodes</c>.</remarks>
    public async Task<IReadOnlyList<ServiceTask>> TasksAsync(CancellationToken cancellationToken = default)
    {
        var tasks = new List<ServiceTask>();
        foreach (var service in await ListServicesAsync(cancellationToken).ConfigureAwait(false))
        {
            var handle = await Engine.FindServiceAsync(service.Id, cancellationToken).ConfigureAwait(false);
            tasks.AddRange(await handle.TasksAsync(cancellationToken).ConfigureAwait(false));
        }

        return tasks;
    }

    /// <summary>
    /// Removes all services, secrets, configs and networks with the label of the stack, also those that were deployed by
    /// <c>docker stack</c>. Does nothing if there are none.
    /// </summary>
    /// <exception cref="SecretInUseException">A service outside of the stack uses a secret.</exception>
    /// <exception cref="ConfigInUseException">A service outside of the stack uses a config.</exception>
    /// <exception cref="ResourceInUseException">A service or a container outside of the stack uses a network.</exception>
    /// <remarks>
    /// Engine API: <c>GET</c> and <c>DELETE</c> of <c>/services</c>, <c>/secrets</c>, <c>/configs</c> and <c>/networks</c>.
    /// </remarks>
    public async Task RemoveAsync(CancellationToken cancellationToken = default)
    {
        var api = new ServiceApi(Engine);
        var services = await ListServicesAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(services.Select(service => OwnedService.RemoveAsync(api, service.Id, service.Name, cancellationToken)))
            .ConfigureAwait(false);
        await RemoveStoredAsync(StoredObjectKind.Secret, cancellationToken).ConfigureAwait(false);
        await RemoveStoredAsync(StoredObjectKind.Config, cancellationToken).ConfigureAwait(false);
        var filter = new NetworkFilter { Labels = [_names.Filter] };
        foreach (var each in await Engine.ListNetworksAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            // A proxy may ignore the filter.
            if (!_names.Owns(each.Labels)) continue;
            var network = await Engine.FindNetworkAsync(each.Id, cancellationToken).ConfigureAwait(false);
            await network.RemoveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Removes what was created with the stack if it was deployed through this library, not if it was found. Never throws: a failed
    /// removal is logged as an error. Use <see cref="RemoveAsync"/> to receive the exception.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        // Each removal waits until the tasks have stopped, which takes seconds.
        await Task.WhenAll(_owned.OfType<SwarmService>().Select(service => service.DisposeAsync().AsTask())).ConfigureAwait(false);
        foreach (var resource in _owned.Where(each => each is not SwarmService)) await resource.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => $"stack {Name}";

    private async Task RemoveStoredAsync(StoredObjectKind kind, CancellationToken cancellationToken)
    {
        var objects = await StoredObject.ListAsync(
            Engine,
            kind,
            json => (Stored: StoredObject.Create(Engine, kind, json), Labels: json.GetMember("Spec").GetMap("Labels")),
            cancellationToken).ConfigureAwait(false);
        foreach (var (stored, labels) in objects)
        {
            if (_names.Owns(labels)) await stored.RemoveAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
