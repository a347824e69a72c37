using ContainerKit.Containers;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>The members of <see cref="CreatedContainer"/> that return a plan.</summary>
public static class CreatedContainerExtensions
{
    /// <summary>
    /// Creates a plan that finds the container, for example to read its log. The plan that created the container removes
    /// it.
    /// </summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public static ContainerPlan Find(this CreatedContainer created)
    {
        ArgumentNullException.ThrowIfNull(created);
        return new ContainerPlan(
            Step.Create($"find {created}", context => ContainerLookup.FindAsync(context.Engine, created.Id, context.Token)),
            new PlanOptions { Engine = created.Engine });
    }
}
