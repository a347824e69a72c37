using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>A mount of a container. Immutable data.</summary>
public sealed record ContainerMount
{
    internal ContainerMount()
    {
    }

    /// <summary>The mount type: <c>bind</c>, <c>volume</c>, <c>tmpfs</c>, <c>npipe</c>, <c>image</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The volume's name. Null if the mount is not a volume.</summary>
    public string? Name { get; init; }

    /// <summary>The file or folder on the engine's host. Empty for a tmpfs.</summary>
    public required string Source { get; init; }

    /// <summary>The path in the container.</summary>
    public required string Target { get; init; }

    /// <summary>The volume's driver. Null if the mount is not a volume.</summary>
    public string? Driver { get; init; }

    /// <summary>Indicates whether the mount is read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Returns the mount on one line.</summary>
    public override string ToString() => $"{Type} {Name ?? Source} on {Target}{(ReadOnly ? " (read-only)" : "")}";

    internal static ContainerMount Read(JsonElement json) => new()
    {
        Type = json.GetSharedStringOrEmpty("Type"),
        Name = json.GetStringOrEmpty("Name") is { Length: > 0 } name ? name : null,
        Source = json.GetStringOrEmpty("Source"),
        Target = json.GetStringOrEmpty("Destination"),
        Driver = json.GetSharedStringOrEmpty("Driver") is { Length: > 0 } driver ? driver : null,
        // The engine reports whether the mount is writable. If it does not report it, the mount counts as writable.
        ReadOnly = json.GetPropertyOrDefault("RW").ValueKind == JsonValueKind.False,
    };
}
