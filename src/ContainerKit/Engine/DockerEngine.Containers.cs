using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Finds a container that is on the engine already. It belongs to whoever made it: disposing its handle leaves it alone.</summary>
    /// <param name="nameOrId">Its name, its id, or so much of its id that no other begins the same.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ArgumentException">No container can have such a name or id.</exception>
    /// <exception cref="ContainerNotFoundException">There is none; the message names those that are similar.</exception>
    /// <exception cref="AmbiguousContainerException">There are several whose ids begin so; the message names them.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task<Container> FindContainerAsync(string nameOrId, CancellationToken cancellationToken = default)
    {
        ContainerLookup.Check(nameOrId);
        return Container.Find(nameOrId).On(this).ExecuteAsync(cancellationToken);
    }

    /// <summary>Lists the containers that run.</summary>
    /// <inheritdoc cref="ListContainersAsync(ContainerFilter, CancellationToken)"/>
    public Task<IReadOnlyList<ContainerSummary>> ListContainersAsync(CancellationToken cancellationToken = default) =>
        ListContainersAsync(new ContainerFilter(), cancellationToken);

    /// <summary>Lists containers, newest first.</summary>
    /// <remarks>Engine API: <c>GET /containers/json</c>.</remarks>
    public Task<IReadOnlyList<ContainerSummary>> ListContainersAsync(ContainerFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ContainerLookup.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>
    /// Removes the containers that do not run and that the filter fits, whoever made them. Without conditions those are all that do not run.
    /// </summary>
    /// <remarks>Engine API: <c>POST /containers/prune</c>.</remarks>
    public Task<PruneReport> PruneContainersAsync(PruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ContainerRemoval.PruneAsync(ApiClient, filter, cancellationToken);
    }
}
