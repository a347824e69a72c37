using ContainerKit.Networks;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Makes a network of this name.</summary>
    /// <inheritdoc cref="CreateNetworkAsync(NetworkSpec, CancellationToken)"/>
    public Task<Network> CreateNetworkAsync(string name, CancellationToken cancellationToken = default) => Network.Create(name).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Makes a network.</summary>
    /// <returns>The network, which is the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The network cannot be as described.</exception>
    /// <exception cref="NameConflictException">Another network has the name.</exception>
    /// <remarks>Engine API: <c>POST /networks/create</c>.</remarks>
    public Task<Network> CreateNetworkAsync(NetworkSpec spec, CancellationToken cancellationToken = default) => Network.Create(spec).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Finds a network by its name, its id, or a part of its id that no other has.</summary>
    /// <returns>The network; disposing it leaves it alone.</returns>
    /// <exception cref="NetworkNotFoundException">There is none.</exception>
    /// <exception cref="EngineApiException">Several networks fit.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public Task<Network> FindNetworkAsync(string network, CancellationToken cancellationToken = default) => Network.Find(network).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Lists all networks.</summary>
    /// <inheritdoc cref="ListNetworksAsync(NetworkFilter, CancellationToken)"/>
    public Task<IReadOnlyList<NetworkDetails>> ListNetworksAsync(CancellationToken cancellationToken = default) => ListNetworksAsync(new NetworkFilter(), cancellationToken);

    /// <summary>Lists the networks that a filter lets through.</summary>
    /// <remarks>Engine API: <c>GET /networks</c>.</remarks>
    public Task<IReadOnlyList<NetworkDetails>> ListNetworksAsync(NetworkFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return NetworkOperations.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>Removes all networks that somebody made and no container is on, whoever made them.</summary>
    /// <inheritdoc cref="PruneNetworksAsync(PruneFilter, CancellationToken)"/>
    public Task<PruneReport> PruneNetworksAsync(CancellationToken cancellationToken = default) => PruneNetworksAsync(new PruneFilter(), cancellationToken);

    /// <summary>Removes the networks that somebody made, no container is on, and a filter lets through.</summary>
    /// <returns>Their names.</returns>
    /// <remarks>Engine API: <c>POST /networks/prune</c>.</remarks>
    public Task<PruneReport> PruneNetworksAsync(PruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return NetworkOperations.PruneAsync(ApiClient, filter, cancellationToken);
    }
}
