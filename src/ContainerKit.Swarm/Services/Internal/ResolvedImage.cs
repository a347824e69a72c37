using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Services;

/// <summary>The image of a service: its name, with a digest if the registry has one, and the platforms of the registry's image.</summary>
internal sealed record ResolvedImage(string Name, IReadOnlyList<(string Architecture, string Os)> Platforms)
{
    /// <summary>Returns an image that is used by its name.</summary>
    public static ResolvedImage FromName(string name) => new(name, []);

    /// <summary>Reads the platforms from the placement of a service.</summary>
    public static IReadOnlyList<(string Architecture, string Os)> ReadPlatforms(JsonElement placement) =>
        [.. placement.GetItems("Platforms").Select(item => (item.GetText("Architecture"), item.GetText("OS")))];
}
