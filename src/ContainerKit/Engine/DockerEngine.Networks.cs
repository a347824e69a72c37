using ContainerKit.Networks;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Creates a network with a name.</summary>
    /// <inheritdoc cref="CreateNetworkAsync(NetworkSpec, CancellationToken)"/>
    public Task<Network> CreateNetworkAsync(string name, CancellationToken cancellationToken = default) =>
        Network.Create(name).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Creates a network.</summary>
    /// <returns>The network. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">Two properties of the spec contradict each other.</exception>
    /// <exception cref="NameConflictException">Another network already has the name.</exception>
    /// <remarks>Engine API: <c>POST /networks/create</c>.</remarks>
    public Task<Network> CreateNetworkAsync(NetworkSpec spec, CancellationToken cancellationToken = default) =>
        Network.Create(spec).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Finds a network by its name, its id, or an unambiguous prefix of the id.</summary>
    /// <returns>The network. The handle does not own it: disposing the handle does not remove the network.</returns>
    /// <exception cref="NetworkNotFoundException">The engine has no such network.</exception>
    /// <exception cref="EngineApiException">Several networks match.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public Task<Network> FindNetworkAsync(string network, CancellationToken cancellationToken = default) =>
        Network.Find(network).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Lists all networks.</summary>
    /// <inheritdoc cref="ListNetworksAsync(NetworkFilter, CancellationToken)"/>
    public Task<IReadOnlyList<NetworkDetails>> ListNetworksAsync(CancellationToken cancellationToken = default) =>
        ListNetworksAsync(new NetworkFilter(), cancellationToken);

    /// <summary>Lists the networks that match a filter.</summary>
    /// <remarks>Engine API: <c>GET /networks</c>.</remarks>
    public Task<IReadOnlyList<NetworkDetails>> ListNetworksAsync(
        NetworkFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return NetworkOperations.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>
    /// Removes all user-defined networks without containers, including networks that other clients created.
    /// </summary>
    /// <inheritdoc cref="PruneNetworksAsync(PruneFilter, CancellationToken)"/>
    public Task<PruneReport> PruneNetworksAsync(CancellationToken cancellationToken = default) =>
        PruneNetworksAsync(new PruneFilter(), cancellationToken);

    /// <summary>
    /// Removes the user-defined networks without containers that match a filter, including networks that other clients
    /// created.
    /// </summary>
    /// <returns>The names of the removed networks.</returns>
    /// <remarks>Engine API: <c>POST /networks/prune</c>.</remarks>
    public Task<PruneReport> PruneNetworksAsync(PruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return NetworkOperations.PruneAsync(ApiClient, filter, cancellationToken);
    }
}
