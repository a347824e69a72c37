using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Networks;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>
/// A network on an engine: containers on it reach each other by name. Whoever made it owns it: disposing removes it. One that was found was
/// there before, and disposing leaves it alone.
/// </summary>
/// <example><code>
/// await using var network = await Network.Create();
/// await using var db = await Image.Pull("postgres:15").Run(new ContainerSpec { Networks = [network.As("db")] });
/// </code></example>
public sealed partial class Network : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly bool _isOwned;
    private Task? _disposal;

    internal Network(DockerEngine engine, string id, string name, bool isOwned)
    {
        Engine = engine;
        Id = id;
        Name = name;
        _isOwned = isOwned;
    }

    /// <summary>The engine it is on.</summary>
    public DockerEngine Engine { get; }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>The first 12 digits of its id, as the docker command shows it.</summary>
    public string ShortId => ErrorText.ShortId(Id);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Plans for a new network with a name of its own.</summary>
    /// <inheritdoc cref="Create(NetworkSpec)"/>
    public static Plan<Network> Create() => Create(new NetworkSpec());

    /// <summary>Plans for a new network of this name.</summary>
    /// <inheritdoc cref="Create(NetworkSpec)"/>
    public static Plan<Network> Create(string name) => Create(new NetworkSpec { Name = name });

    /// <summary>
    /// Plans for a new network. Awaiting it hands the network to the caller, to be disposed; a chain that goes on with
    /// <see cref="Plan{T}.Then{TNext}(Func{T, Plan{TNext}})"/> and hands back something else removes it, at the latest with the last container that uses it.
    /// </summary>
    /// <exception cref="ArgumentException">The network cannot be as described.</exception>
    public static Plan<Network> Create(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        return new(new FirstStep<Network>(spec.ToString(), scope => NetworkOperations.CreateAsync(scope, spec)), PlanOptions.None);
    }

    /// <summary>Plans for a network that is on the engine already, by its name, its id, or a part of its id that no other has. Nobody owns it.</summary>
    public static Plan<Network> Find(string network)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(network);
        return new(new FirstStep<Network>($"find network {network}", scope => NetworkOperations.FindAsync(scope.Engine, network, scope.Token)), PlanOptions.None);
    }

    /// <summary>Plans for the descriptions of all networks on the engine.</summary>
    public static Plan<IReadOnlyList<NetworkDetails>> List() => List(new NetworkFilter());

    /// <summary>Plans for the descriptions of the networks that a filter lets through.</summary>
    public static Plan<IReadOnlyList<NetworkDetails>> List(NetworkFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new(new FirstStep<IReadOnlyList<NetworkDetails>>(filter.ToString(), scope => NetworkOperations.ListAsync(scope.Engine, filter, scope.Token)), PlanOptions.None);
    }

    /// <summary>The network for <see cref="ContainerSpec.Networks"/>, with names under which others on it reach the container, beside its own name.</summary>
    /// <exception cref="ArgumentException">A name is empty, or not one that can be looked up.</exception>
    public NetworkAttachment As(params string[] aliases) => new(Name) { Aliases = aliases };

    /// <summary>Connects a container, running or not.</summary>
    /// <inheritdoc cref="Container.ConnectAsync(NetworkAttachment, CancellationToken)"/>
    public Task ConnectAsync(Container container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container.ConnectAsync(this, cancellationToken);
    }

    /// <summary>Takes a container off the network, running or not.</summary>
    /// <inheritdoc cref="Container.DisconnectAsync(string, CancellationToken)"/>
    public Task DisconnectAsync(Container container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container.DisconnectAsync(Name, cancellationToken);
    }

    /// <summary>Asks the engine what it knows of the network, with the running containers on it.</summary>
    /// <exception cref="NetworkNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public Task<NetworkDetails> InspectAsync(CancellationToken cancellationToken = default) => NetworkOperations.InspectAsync(Engine, Id, cancellationToken);

    /// <summary>Removes the network, whoever made it. Quiet when it is gone already.</summary>
    /// <exception cref="ResourceInUseException">Running containers are connected to it; the message names them.</exception>
    /// <exception cref="EngineApiException">It is one of the engine's own.</exception>
    /// <remarks>Engine API: <c>DELETE /networks/{id}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default) => ToTrackedResource().RemoveAsync(Engine.Options.RequestTimeout, cancellationToken);

    /// <summary>
    /// Removes the network if it was made, not found. Dispose the containers on it first. Quiet when it is gone already, when it is
    /// disposed twice, and from two threads at once. It never throws: a network that cannot be removed is logged as an error.
    /// Use <see cref="RemoveAsync"/> to learn of it.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /networks/{id}</c>.</remarks>
    public ValueTask DisposeAsync()
    {
        if (!_isOwned) return ValueTask.CompletedTask;
        lock (_gate) _disposal ??= ResourceCleaner.RemoveAsync([ToTrackedResource()], Engine.Options);
        return new ValueTask(_disposal);
    }

    /// <summary>The network's name and short id.</summary>
    public override string ToString() => $"{Name} ({ShortId})";

    private TrackedNetwork ToTrackedResource() => new(Engine, Name, nonce: "") { Id = Id };
}
