using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>
    /// Finds an existing container. The handle does not own it: disposing the handle does not remove the container.
    /// </summary>
    /// <param name="nameOrId">The name, the id, or an unambiguous prefix of the id.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException">The text cannot be a container name or id.</exception>
    /// <exception cref="ContainerNotFoundException">
    /// The engine has no such container. The message lists similar names.
    /// </exception>
    /// <exception cref="AmbiguousContainerException">
    /// The prefix matches several containers. The message lists them.
    /// </exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task<Container> FindContainerAsync(string nameOrId, CancellationToken cancellationToken = default)
    {
        ContainerLookup.ValidateNameOrId(nameOrId);
        return Container.Find(nameOrId).On(this).ExecuteAsync(cancellationToken);
    }

    /// <summary>Lists the running containers.</summary>
    /// <inheritdoc cref="ListContainersAsync(ContainerFilter, CancellationToken)"/>
    public Task<IReadOnlyList<ContainerSummary>> ListContainersAsync(CancellationToken cancellationToken = default) =>
        ListContainersAsync(new ContainerFilter(), cancellationToken);

    /// <summary>Lists the containers that match a filter, newest first.</summary>
    /// <remarks>Engine API: <c>GET /containers/json</c>.</remarks>
    public Task<IReadOnlyList<ContainerSummary>> ListContainersAsync(
        ContainerFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ContainerLookup.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>
    /// Removes the stopped containers that match a filter, including containers that other clients created. An empty
    /// filter matches all stopped containers.
    /// </summary>
    /// <remarks>Engine API: <c>POST /containers/prune</c>.</remarks>
    public Task<PruneReport> PruneContainersAsync(PruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ContainerOperations.PruneAsync(ApiClient, filter, cancellationToken);
    }
}
