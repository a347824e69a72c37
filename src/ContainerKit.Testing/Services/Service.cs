namespace ContainerKit.Testing;

/// <summary>
/// A server in a container of its own, ready to be used. Whoever holds it owns it: disposing removes the container. Derive to make one that
/// is not here.
/// </summary>
/// <example><code>
/// await using var db = await PostgreSql.Run();
/// await using var connection = new NpgsqlConnection(db.ConnectionString);
/// </code></example>
public abstract class Service : IResourceOwner
{
    private readonly int _port;
    private PortAddress? _address;

    /// <summary>A service over a container, which it owns from here on.</summary>
    /// <param name="container">The container.</param>
    /// <param name="port">The TCP port that the server listens on inside; the container publishes it.</param>
    protected Service(Container container, int port)
    {
        ArgumentNullException.ThrowIfNull(container);
        Container = container;
        _port = port;
    }

    /// <summary>The container. It belongs to the service.</summary>
    public Container Container { get; }

    /// <summary>What a driver on this machine needs to connect, with the password in it.</summary>
    public string ConnectionString => Connect(Address);

    /// <summary>
    /// The same for other containers on a network that the container is on, where they find it by its name. (The engine's default network
    /// has no names.)
    /// </summary>
    public string InternalConnectionString => Connect(InternalAddress);

    /// <summary>Where this machine reaches the server.</summary>
    public PortAddress Address => _address ?? throw new InvalidOperationException($"Where {this} can be reached has not been asked yet; call RefreshAsync.");

    /// <summary>Where other containers reach the server, on a network that the container is on.</summary>
    public PortAddress InternalAddress => new(Container.Name, _port);

    IEnumerable<IAsyncDisposable> IResourceOwner.OwnedResources => [Container];

    /// <summary>
    /// Asks the engine where the server can be reached: after a stop and a start of the container, a port that the engine chose is another one, whoever did that.
    /// </summary>
    /// <exception cref="InvalidOperationException">The container does not publish the port, or does not run.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        Container.Client.Ports.Invalidate();
        return LocateAsync(cancellationToken);
    }

    /// <summary>Removes the container, as <see cref="ContainerKit.Container.DisposeAsync"/> does: it never throws, and may be called twice.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Container.DisposeAsync();
    }

    /// <summary>The service, its container and its address; no password.</summary>
    public override string ToString() => $"{GetType().Name} in {Container}{(_address is null ? "" : $" at {_address}")}";

    /// <summary>Says what a driver needs to connect to an address.</summary>
    protected abstract string Connect(PortAddress address);

    /// <summary>The same for a container that has been made just now, of which the engine may have told already.</summary>
    internal async Task LocateAsync(CancellationToken cancellationToken) => _address = await Container.GetPublishedPortAsync(_port, cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a chain that ends in a container one that ends in a service over it.</summary>
    /// <param name="plan">The container, which publishes the service's port and waits until its server is ready.</param>
    /// <param name="over">Makes the service of the container.</param>
    protected internal static Plan<TService> Start<TService>(ContainerPlan plan, Func<Container, TService> over)
        where TService : Service
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(over);
        return plan.Select(async (container, token) =>
        {
            var service = over(container);
            await service.LocateAsync(token).ConfigureAwait(false);
            return service;
        });
    }
}
