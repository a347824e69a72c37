using ContainerKit.Containers;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>
    /// Plans for a container that is on the engine already. It belongs to whoever made it: the chain does not remove it, and disposing its
    /// handle leaves it alone. Nothing is asked yet.
    /// </summary>
    /// <param name="nameOrId">Its name, its id, or so much of its id that no other begins the same.</param>
    /// <exception cref="ArgumentException">No container can have such a name or id.</exception>
    /// <remarks>
    /// Running it throws a <see cref="ContainerNotFoundException"/> that names what is similar, or a
    /// <see cref="AmbiguousContainerException"/> that names all that are meant. Engine API: <c>GET /containers/{id}/json</c>.
    /// </remarks>
    public static ContainerPlan Find(string nameOrId)
    {
        ContainerLookup.Check(nameOrId);
        return new ContainerPlan(new FirstStep<ContainerClient>($"find {nameOrId}", scope => ContainerLookup.FindAsync(scope.Engine, nameOrId, scope.Token)), PlanOptions.None);
    }

    /// <summary>Plans for a list of the containers that run. Nothing is asked yet.</summary>
    /// <inheritdoc cref="List(ContainerFilter)"/>
    public static Plan<IReadOnlyList<ContainerSummary>> List() => List(new ContainerFilter());

    /// <summary>Plans for a list of containers, newest first. Nothing is asked yet.</summary>
    /// <remarks>Engine API: <c>GET /containers/json</c>.</remarks>
    public static Plan<IReadOnlyList<ContainerSummary>> List(ContainerFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new Plan<IReadOnlyList<ContainerSummary>>(
            new FirstStep<IReadOnlyList<ContainerSummary>>(filter.ToString(), scope => ContainerLookup.ListAsync(scope.Engine, filter, scope.Token)), PlanOptions.None);
    }
}
