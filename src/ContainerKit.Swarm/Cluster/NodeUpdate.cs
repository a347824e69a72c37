using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>
/// The changes of a node: the options of <c>docker node update</c>. A property that is null or empty changes nothing. Immutable.
/// </summary>
/// <example><code>
/// await node.UpdateAsync(new NodeUpdate { Labels = new Dictionary&lt;string, string&gt; { ["disk"] = "ssd" } });
/// </code></example>
public sealed record NodeUpdate
{
    /// <summary>The role.</summary>
    public NodeRole? Role { get; init; }

    /// <summary>The availability for tasks.</summary>
    public NodeAvailability? Availability { get; init; }

    /// <summary>The labels to add or to replace. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = SwarmJson.EmptyMap;

    /// <summary>The names of the labels to remove. Default: none.</summary>
    public IReadOnlyList<string> RemovedLabels { get; init; } = [];
}
