using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Services;

/// <summary>The nodes of a swarm: their host names by id, and the ids of those that are not down.</summary>
internal sealed record SwarmNodes(IReadOnlyDictionary<string, string> Names, IReadOnlySet<string> Active)
{
    /// <summary>No node is known.</summary>
    public static SwarmNodes None { get; } = new(new Dictionary<string, string>(), new HashSet<string>());

    /// <summary>Reads the engine's list of nodes.</summary>
    public static SwarmNodes Read(JsonElement json)
    {
        var nodes = json.GetItems().ToList();
        return new SwarmNodes(
            nodes.ToDictionary(node => node.GetText("ID"), node => node.GetMember("Description").GetText("Hostname")),
            nodes.Where(node => node.GetMember("Status").GetText("State") != "down").Select(node => node.GetText("ID")).ToHashSet());
    }
}
