using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The disk space of a container. Immutable data.</summary>
public sealed record ContainerSize
{
    internal ContainerSize()
    {
    }

    /// <summary>
    /// The size of the files that the container created or changed, in bytes. Volumes and logs are not included.
    /// </summary>
    public long ChangedBytes { get; init; }

    /// <summary>The size of all files of the container, including those of its image, in bytes.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Returns both sizes on one line.</summary>
    public override string ToString() => $"{ChangedBytes} bytes changed, {TotalBytes} bytes with its image";

    internal static ContainerSize Read(JsonElement json) =>
        new() { ChangedBytes = json.GetInt64OrDefault("SizeRw"), TotalBytes = json.GetInt64OrDefault("SizeRootFs") };
}
