using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The configuration of a volume, as the engine reported it. Immutable data.</summary>
public sealed record VolumeDetails
{
    internal VolumeDetails()
    {
    }

    /// <summary>The volume's name.</summary>
    public required string Name { get; init; }

    /// <summary>The driver, such as <c>local</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>The path of the files on the engine's host.</summary>
    public required string Mountpoint { get; init; }

    /// <summary>The scope: <c>local</c> for the engine's host.</summary>
    public required string Scope { get; init; }

    /// <summary>The time when the volume was created. Null if the engine does not report it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The labels, including those of this library.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The options of the driver.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Returns the volume on one line, without values of options.</summary>
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
