using ContainerKit.Swarm.Stacks;

namespace ContainerKit.Swarm;

/// <summary>The operations of an engine on the stacks of its swarm: <c>docker stack</c>.</summary>
public static class StackExtensions
{
    /// <summary>Lists the stacks of the swarm: the names in the labels of its services.</summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <remarks>Engine API: <c>GET /services</c>.</remarks>
    public static async Task<IReadOnlyList<StackSummary>> ListStacksAsync(
        this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        var services = await engine.ListServicesAsync(StackNames.Label, cancellationToken).ConfigureAwait(false);
        return
        [
            .. services.GroupBy(service => service.Labels[StackNames.Label]).OrderBy(stack => stack.Key, StringComparer.Ordinal)
                .Select(stack => new StackSummary(stack.Key, stack.Count())),
        ];
    }
}
