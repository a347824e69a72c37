namespace ContainerKit.Swarm;

/// <summary>The part of <see cref="NodeDetails"/> that only managers have. Immutable data.</summary>
/// <param name="IsLeader">Indicates whether the manager is the leader, which makes all decisions of the swarm.</param>
/// <param name="Reachability">The reachability for the other managers.</param>
/// <param name="Address">The address for other nodes, such as <c>10.0.0.7:2377</c>.</param>
public sealed record ManagerDetails(bool IsLeader, ManagerReachability Reachability, string Address);
