using ContainerKit.Diagnostics;

namespace ContainerKit.Services;

/// <summary>
/// A server in its own container, ready for use. The holder of the service owns the container: disposing the service
/// removes it. Derive from this type for other services.
/// </summary>
/// <example><code>
/// await using var db = await PostgreSql.Run();
/// await using var connection = new NpgsqlConnection(db.ConnectionString);
/// </code></example>
public abstract partial class Service : IResourceOwner
{
    private readonly int _port;
    private readonly int[] _otherPorts;
    private Dictionary<int, PortAddress>? _addresses;

    /// <summary>Creates a service that takes ownership of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="port">
    /// The TCP port on which the server listens in the container. The container publishes it.
    /// </param>
    /// <param name="otherPorts">
    /// More TCP ports on which it listens, such as one for a web page. The container publishes them too.
    /// </param>
    protected Service(Container container, int port, params int[] otherPorts)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(otherPorts);
        Container = container;
        _port = port;
        _otherPorts = [.. otherPorts];
    }

    /// <summary>The container. The service owns it.</summary>
    public Container Container { get; }

    /// <summary>The connection string for drivers on this machine. It contains the password.</summary>
    public string ConnectionString => Connect(Address);

    /// <summary>
    /// The connection string for other containers on a network of the container. They reach it by its name, which the
    /// engine's default network does not resolve. It contains the password.
    /// </summary>
    public string InternalConnectionString => Connect(InternalAddress);

    /// <summary>The address by which this machine reaches the server.</summary>
    public PortAddress Address => GetAddress(_port);

    /// <summary>The address by which other containers on a network of the container reach the server.</summary>
    public PortAddress InternalAddress => new(Container.Name, _port);

    /// <summary>Returns the address by which this machine reaches a port of the service.</summary>
    /// <param name="port">The port in the container.</param>
    /// <exception cref="ArgumentException">The service does not have this port.</exception>
    public PortAddress GetAddress(int port)
    {
        if (_addresses is null)
            throw new InvalidOperationException($"The address of {this} has not been looked up yet. Call RefreshAsync.");
        return _addresses.TryGetValue(port, out var address) ? address : throw UnknownPort(port);
    }

    /// <summary>
    /// Returns the address by which other containers on a network of the container reach a port of the service.
    /// </summary>
    /// <inheritdoc cref="GetAddress(int)"/>
    public PortAddress GetInternalAddress(int port) =>
        port == _port || _otherPorts.Contains(port) ? new(Container.Name, port) : throw UnknownPort(port);

    IEnumerable<IAsyncDisposable> IResourceOwner.OwnedResources => [Container];

    /// <summary>
    /// Updates <see cref="Address"/> from the engine. Needed after the container was restarted: a port that the engine
    /// chose changes then.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The container does not publish the port, or is not running.
    /// </exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        await Container.InspectAsync(cancellationToken).ConfigureAwait(false);
        await LocateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Removes the container, like <see cref="ContainerKit.Container.DisposeAsync"/>. It never throws and can be called
    /// twice.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Container.DisposeAsync();
    }

    /// <summary>Returns the service, its container and its address, without the password.</summary>
    public override string ToString() => $"{GetType().Name} in {Container}{(_addresses is null ? "" : $" at {Address}")}";

    /// <summary>Returns the connection string for an address.</summary>
    protected abstract string Connect(PortAddress address);

    /// <summary>
    /// Returns the address of another port for the same client: by which this machine reaches it if
    /// <paramref name="address"/> is that of this machine, otherwise by which other containers reach it.
    /// </summary>
    /// <param name="port">The port in the container.</param>
    /// <param name="address">The address that <see cref="Connect"/> received.</param>
    protected PortAddress GetAddress(int port, PortAddress address) =>
        address == InternalAddress ? GetInternalAddress(port) : GetAddress(port);

    /// <summary>
    /// Sets the addresses, from the cache if those of a new container are already known.
    /// </summary>
    internal async Task LocateAsync(CancellationToken cancellationToken)
    {
        var addresses = new Dictionary<int, PortAddress>();
        foreach (var port in (int[])[_port, .. _otherPorts])
            addresses[port] = await Container.GetPublishedPortAsync(port, cancellationToken).ConfigureAwait(false);
        _addresses = addresses;
    }

    private ArgumentException UnknownPort(int port) => ArgumentErrors.Create($"{this} does not have the port {port}.", nameof(port));

    /// <summary>Converts a plan for a container into a plan for a service in this container.</summary>
    /// <param name="plan">
    /// The plan. Its container publishes the service's port and waits until the server is ready.
    /// </param>
    /// <param name="createService">Creates the service object of the container.</param>
    protected internal static Plan<TService> Start<TService>(ContainerPlan plan, Func<Container, TService> createService)
        where TService : Service
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(createService);
        return plan.Select(async (container, token) =>
        {
            var service = createService(container);
            await service.LocateAsync(token).ConfigureAwait(false);
            return service;
        });
    }
}
