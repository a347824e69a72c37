using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The size and the use of a volume. Immutable data.</summary>
/// <param name="SizeBytes">The size of the files in bytes. Null if the driver does not report it.</param>
/// <param name="Containers">
/// The number of running and stopped containers that use the volume. Null if the engine does not report it.
/// </param>
public sealed record VolumeUsage(long? SizeBytes, int? Containers)
{
    /// <summary>Returns the usage on one line.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(SizeBytes is { } size ? size : "?")} bytes, {(Containers is { } count ? count : "?")} containers");

    internal static VolumeUsage Read(JsonElement json) => new(
        json.GetInt64OrDefault("Size") is >= 0 and var size ? size : null,
        json.GetInt64OrDefault("RefCount") is >= 0 and var count ? (int)count : null);
}
