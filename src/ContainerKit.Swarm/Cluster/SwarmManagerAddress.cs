namespace ContainerKit.Swarm;

/// <summary>A manager that an engine knows.</summary>
/// <param name="NodeId">The id of the node. Empty if the engine does not know it yet.</param>
/// <param name="Address">The address for other nodes, such as <c>10.0.0.7:2377</c>.</param>
/// <param name="IsReachable">
/// Indicates whether the manager accepts connections. Null if this was not checked: it is checked only if the swarm has no quorum, and
/// only from the machine of the engine.
/// </param>
public sealed record SwarmManagerAddress(string NodeId, string Address, bool? IsReachable = null);
