using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>Something that is mounted in a container. Plain data.</summary>
public sealed record ContainerMount
{
    internal ContainerMount()
    {
    }

    /// <summary>Its kind, as engines call it: <c>bind</c>, <c>volume</c>, <c>tmpfs</c>, <c>npipe</c>, <c>image</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The volume's name; null for what is no volume.</summary>
    public string? Name { get; init; }

    /// <summary>The folder or file on the engine's host; empty for a tmpfs.</summary>
    public required string Source { get; init; }

    /// <summary>Where it is seen inside.</summary>
    public required string Target { get; init; }

    /// <summary>The volume's driver; null for what is no volume.</summary>
    public string? Driver { get; init; }

    /// <summary>Whether the container may not write to it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The mount on one line.</summary>
    public override string ToString() => $"{Type} {Name ?? Source} on {Target}{(ReadOnly ? " (read-only)" : "")}";

    internal static ContainerMount Read(JsonElement json) => new()
    {
        Type = json.GetStringOrEmpty("Type"),
        Name = json.GetStringOrEmpty("Name") is { Length: > 0 } name ? name : null,
        Source = json.GetStringOrEmpty("Source"),
        Target = json.GetStringOrEmpty("Destination"),
        Driver = json.GetStringOrEmpty("Driver") is { Length: > 0 } driver ? driver : null,
        // Told as the right to write, which has to be said to be missing.
        ReadOnly = json.GetPropertyOrDefault("RW").ValueKind == JsonValueKind.False,
    };
}
