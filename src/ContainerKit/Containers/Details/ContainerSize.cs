using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>How much room a container takes on disk. Plain data.</summary>
public sealed record ContainerSize
{
    internal ContainerSize()
    {
    }

    /// <summary>What it has written and changed itself, in bytes; volumes and logs are not among it.</summary>
    public long ChangedBytes { get; init; }

    /// <summary>All of its files, its image's among them, in bytes.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Both figures on one line.</summary>
    public override string ToString() => $"{ChangedBytes} bytes of its own, {TotalBytes} with its image";

    internal static ContainerSize Read(JsonElement json) => new() { ChangedBytes = json.GetInt64OrDefault("SizeRw"), TotalBytes = json.GetInt64OrDefault("SizeRootFs") };
}
