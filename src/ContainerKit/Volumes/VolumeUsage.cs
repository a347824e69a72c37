using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>How much a volume holds, and for whom. Plain data.</summary>
/// <param name="SizeBytes">How many bytes its files take; null where the driver does not tell.</param>
/// <param name="Containers">How many containers use it, running or not; null where the engine does not tell.</param>
public sealed record VolumeUsage(long? SizeBytes, int? Containers)
{
    /// <summary>The usage on one line.</summary>
    public override string ToString() => $"{SizeBytes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} bytes, {Containers?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} containers";

    internal static VolumeUsage Read(JsonElement json) =>
        new(json.GetInt64OrDefault("Size") is >= 0 and var size ? size : null, json.GetInt64OrDefault("RefCount") is >= 0 and var count ? (int)count : null);
}
