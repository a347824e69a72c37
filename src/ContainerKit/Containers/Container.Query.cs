using ContainerKit.Containers;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>
    /// Creates a plan for an existing container. The plan does not remove the container, and neither does disposing its
    /// handle. No request is sent yet.
    /// </summary>
    /// <param name="nameOrId">The name, the id, or a unique prefix of the id.</param>
    /// <exception cref="ArgumentException">The text is not a valid name or id of a container.</exception>
    /// <remarks>
    /// The plan throws a <see cref="ContainerNotFoundException"/> with similar names if no container matches, and an
    /// <see cref="AmbiguousContainerException"/> with the matches if several do.
    /// Engine API: <c>GET /containers/{id}/json</c>.
    /// </remarks>
    public static ContainerPlan Find(string nameOrId)
    {
        ContainerLookup.ValidateNameOrId(nameOrId);
        var find = Step.Create(
            $"find {nameOrId}", context => ContainerLookup.FindAsync(context.Engine, nameOrId, context.Token));
        return new ContainerPlan(find, PlanOptions.None);
    }

    /// <summary>Creates a plan that lists the running containers, newest first. No request is sent yet.</summary>
    /// <inheritdoc cref="List(ContainerFilter)"/>
    public static Plan<IReadOnlyList<ContainerSummary>> List() => List(new ContainerFilter());

    /// <summary>
    /// Creates a plan that lists the containers that match a filter, newest first. No request is sent yet.
    /// </summary>
    /// <param name="filter">The filter. Its default matches all running containers.</param>
    /// <remarks>Engine API: <c>GET /containers/json</c>.</remarks>
    public static Plan<IReadOnlyList<ContainerSummary>> List(ContainerFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var list = Step.Create(
            filter.ToString(), context => ContainerLookup.ListAsync(context.Engine, filter, context.Token));
        return new Plan<IReadOnlyList<ContainerSummary>>(list, PlanOptions.None);
    }
}
