using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What the engine knew of a volume when it was asked. Plain data.</summary>
public sealed record VolumeDetails
{
    internal VolumeDetails()
    {
    }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What keeps its files, such as <c>local</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>Where its files are on the engine's host.</summary>
    public required string Mountpoint { get; init; }

    /// <summary>How far it reaches: <c>local</c> for the engine's host.</summary>
    public required string Scope { get; init; }

    /// <summary>When it was made; null where the engine does not tell.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its labels, the library's own among them.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The driver's options.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The volume on one line; values of options are not shown.</summary>
    public override string ToString() => $"{Name}: {Driver}, {Mountpoint}";

    internal static VolumeDetails Read(JsonElement json) => new()
    {
        Name = json.GetStringOrEmpty("Name"),
        Driver = json.GetStringOrEmpty("Driver"),
        Mountpoint = json.GetStringOrEmpty("Mountpoint"),
        Scope = json.GetStringOrEmpty("Scope"),
        CreatedAt = json.GetTimeOrNull("CreatedAt"),
        Labels = json.GetStringMap("Labels"),
        Options = json.GetStringMap("Options"),
    };
}
