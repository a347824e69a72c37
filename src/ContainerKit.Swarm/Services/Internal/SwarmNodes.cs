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
        var names = new Dictionary<string, string>();
        var active = new HashSet<string>();
        foreach (var node in json.GetItems())
        {
            var id = node.RequireText("ID");
            names[id] = node.GetMember("Description").GetText("Hostname");
            if (node.GetMember("Status").GetText("State") != "down") active.Add(id);
        }

        return new SwarmNodes(names, active);
    }
}
