namespace ContainerKit.Swarm;

/// <summary>A stack in a list. Immutable data.</summary>
/// <param name="Name">The name.</param>
/// <param name="Services">The number of services.</param>
public sealed record StackSummary(string Name, int Services);
