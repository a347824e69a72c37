using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Networks;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>
/// A network on an engine. Containers on it reach each other by name. Disposing the handle removes the network if it
/// was created through this library, but not if it was found.
/// </summary>
/// <example><code>
/// await using var network = await Network.Create();
/// await using var db = await Image.Pull("postgres:15").Run(new ContainerSpec { Networks = [network.As("db")] });
/// </code></example>
public sealed partial class Network : IAsyncDisposable, IResourceHandle
{
    private readonly object _gate = new();
    private Task<CleanupReport>? _disposal;

    internal Network(NetworkClient client) => Client = client;

    /// <summary>The engine of the network.</summary>
    public DockerEngine Engine => DockerEngine.For(Client.Engine);

    /// <summary>The network's id.</summary>
    public string Id => Client.Id;

    /// <summary>The first 12 digits of the id, as the Docker CLI shows it.</summary>
    public string ShortId => ErrorText.ShortId(Id);

    /// <summary>The network's name.</summary>
    public string Name => Client.Name;

    internal NetworkClient Client { get; }

    /// <summary>Converts a network to an attachment without aliases and fixed addresses.</summary>
    public static implicit operator NetworkAttachment(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(network.Name);
    }

    /// <summary>Creates a plan that creates a network with a generated name.</summary>
    /// <inheritdoc cref="Create(NetworkSpec)"/>
    public static Plan<Network> Create() => Create(new NetworkSpec());

    /// <summary>Creates a plan that creates a network with a name.</summary>
    /// <inheritdoc cref="Create(NetworkSpec)"/>
    public static Plan<Network> Create(string name) => Create(new NetworkSpec { Name = name });

    /// <summary>
    /// Creates a plan that creates a network. If the network is the result of the plan, the caller disposes it. If the
    /// plan continues with <see cref="Plan{T}.Then{TNext}(Func{T, Plan{TNext}})"/> and has another result, the network
    /// is removed with the last container that uses it, or when the plan ends.
    /// </summary>
    /// <exception cref="ArgumentException">Two properties of the spec contradict each other.</exception>
    public static Plan<Network> Create(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        var create = Step.Create(spec.ToString(), context => NetworkOperations.CreateAsync(context, spec));
        return new(create.Select(From), PlanOptions.None);
    }

    /// <summary>
    /// Creates a plan that finds a network by its name, its id, or an unambiguous prefix of the id. The handle does not
    /// own the network.
    /// </summary>
    /// <exception cref="ArgumentException">No network can have this name.</exception>
    public static Plan<Network> Find(string network)
    {
        PathSegment.Validate(network, "network");
        var find = Step.Create(
            $"find network {network}", context => NetworkOperations.FindAsync(context.Engine, network, context.Token));
        return new(find.Select(From), PlanOptions.None);
    }

    /// <summary>Creates a plan that lists all networks on the engine.</summary>
    public static Plan<IReadOnlyList<NetworkDetails>> List() => List(new NetworkFilter());

    /// <summary>Creates a plan that lists the networks that match a filter.</summary>
    public static Plan<IReadOnlyList<NetworkDetails>> List(NetworkFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var step = Step.Create(
            filter.ToString(), context => NetworkOperations.ListAsync(context.Engine, filter, context.Token));
        return new(step, PlanOptions.None);
    }

    /// <summary>
    /// Returns an attachment to this network for <see cref="ContainerSpec.Networks"/>, with aliases: additional names
    /// by which other containers on the network reach the container.
    /// </summary>
    /// <exception cref="ArgumentException">An alias is empty or not a valid host name.</exception>
    public NetworkAttachment As(params string[] aliases) => new(Name) { Aliases = aliases };

    /// <summary>Connects a running or stopped container to the network.</summary>
    /// <inheritdoc cref="Container.ConnectAsync(NetworkAttachment, CancellationToken)"/>
    public Task ConnectAsync(Container container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container.ConnectAsync(this, cancellationToken);
    }

    /// <summary>Disconnects a running or stopped container from the network.</summary>
    /// <inheritdoc cref="Container.DisconnectAsync(string, CancellationToken)"/>
    public Task DisconnectAsync(Container container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container.DisconnectAsync(Name, cancellationToken);
    }

    /// <summary>Gets the configuration of the network from the engine, with the running containers on it.</summary>
    /// <exception cref="NetworkNotFoundException">The network was removed.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public Task<NetworkDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        NetworkOperations.InspectAsync(Client.Engine, Id, cancellationToken);

    /// <summary>Removes the network, also if it was found. Does nothing if it was already removed.</summary>
    /// <exception cref="ResourceInUseException">
    /// Running containers are connected to the network. The message lists them.
    /// </exception>
    /// <exception cref="EngineApiException">The network is predefined by the engine.</exception>
    /// <remarks>Engine API: <c>DELETE /networks/{id}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default)
    {
        Client.Engine.ThrowIfDisposed();
        return ToTrackedResource().RemoveAsync(Client.Engine.Options.RequestTimeout, cancellationToken);
    }

    /// <summary>
    /// Removes the network if it was created through this library, not if it was found. Dispose its containers first.
    /// Does nothing if the network was already removed. Safe to call repeatedly and concurrently. Never throws: a
    /// failed removal is logged as an error. Use <see cref="RemoveAsync"/> to receive the exception.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /networks/{id}</c>.</remarks>
    public ValueTask DisposeAsync() => new(DisposeWithReportAsync());

    /// <summary>
    /// Disposes the network like <see cref="DisposeAsync"/>, and reports whether it could be removed. Never throws.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /networks/{id}</c>.</remarks>
    public Task<CleanupReport> DisposeWithReportAsync()
    {
        if (!Client.IsOwned) return Task.FromResult(CleanupReport.Nothing);
        lock (_gate) return _disposal ??= ResourceCleaner.RemoveAsync([ToTrackedResource()], Client.Engine.Options);
    }

    /// <summary>Returns the network's name and short id.</summary>
    public override string ToString() => $"{Name} ({ShortId})";

    /// <summary>Returns the handle of a network.</summary>
    internal static Network From(NetworkClient client) => new(client);

    void IResourceHandle.AddTo(ResultResources resources) => resources.AddNetwork(Id);

    private TrackedNetwork ToTrackedResource() => new(Client.Engine, Name, nonce: "") { Id = Id };
}
