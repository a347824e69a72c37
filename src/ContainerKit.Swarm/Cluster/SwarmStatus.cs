using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>
/// The relation of an engine to a swarm, as the engine itself reports it. Every engine answers: also a worker, an engine without
/// a swarm, and a manager without a quorum. Immutable data.
/// </summary>
public sealed record SwarmStatus
{
    internal SwarmStatus()
    {
    }

    /// <summary>The relation of the engine to a swarm.</summary>
    public required SwarmMembership Membership { get; init; }

    /// <summary>Indicates whether the engine is a manager that can answer requests about the swarm.</summary>
    public bool IsManager { get; init; }

    /// <summary>The id of the engine's node. Empty without a swarm.</summary>
    public required string NodeId { get; init; }

    /// <summary>The address by which other nodes reach the engine, without a port. Empty without a swarm.</summary>
    public required string NodeAddress { get; init; }

    /// <summary>The problem that the engine reports, such as a lost quorum. Empty if there is none.</summary>
    public required string Error { get; init; }

    /// <summary>The number of nodes of the swarm. Zero if the engine does not know it, as a worker.</summary>
    public int NodeCount { get; init; }

    /// <summary>The number of managers of the swarm. Zero if the engine does not know it, as a worker.</summary>
    public int ManagerCount { get; init; }

    /// <summary>The managers that the engine knows, also those that are not reachable.</summary>
    public required IReadOnlyList<SwarmManagerAddress> Managers { get; init; }

    /// <summary>Returns the status on one line.</summary>
    public override string ToString() => Membership == SwarmMembership.Inactive
        ? "not part of a swarm"
        : $"node {NodeId}: {Membership}, {(IsManager ? "manager" : "worker")}{(Error.Length > 0 ? $", {Error}" : "")}";

    internal static SwarmStatus Read(JsonElement swarm) => new()
    {
        Membership = swarm.GetEnum("LocalNodeState", SwarmMembership.Inactive),
        IsManager = swarm.GetFlag("ControlAvailable"),
        NodeId = swarm.GetText("NodeID"),
        NodeAddress = swarm.GetText("NodeAddr"),
        Error = swarm.GetText("Error"),
        NodeCount = (int)swarm.GetNumber("Nodes"),
        ManagerCount = (int)swarm.GetNumber("Managers"),
        Managers =
        [
            .. swarm.GetItems("RemoteManagers").Select(each => new SwarmManagerAddress(each.GetText("NodeID"), each.GetText("Addr"))),
        ],
    };
}
