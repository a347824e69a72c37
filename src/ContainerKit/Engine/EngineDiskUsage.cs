using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The disk usage of an engine, calculated as <c>docker system df</c> does. Immutable data.</summary>
public sealed record EngineDiskUsage
{
    internal EngineDiskUsage()
    {
    }

    /// <summary>The usage of images. An image is in use if a container was created from it.</summary>
    public required DiskUsage Images { get; init; }

    /// <summary>The usage of files that containers created or changed. A container is in use if it runs.</summary>
    public required DiskUsage Containers { get; init; }

    /// <summary>The usage of volumes with the <c>local</c> driver. A volume is in use if a container has it.</summary>
    public required DiskUsage Volumes { get; init; }

    /// <summary>The usage of the build cache.</summary>
    public required DiskUsage BuildCache { get; init; }

    /// <summary>The total usage in bytes.</summary>
    public long TotalBytes => Images.Bytes + Containers.Bytes + Volumes.Bytes + BuildCache.Bytes;

    /// <summary>Returns the values on one line.</summary>
    public override string ToString() =>
        $"images {Images}; containers {Containers}; volumes {Volumes}; build cache {BuildCache}";

    internal static EngineDiskUsage Read(JsonElement json) => new()
    {
        // Newer engines report totals and may omit the items that the totals are calculated from.
        Images = ReadTotals(json, "ImageUsage", "ImagesDiskUsage") ?? ReadImages(json),
        Containers = ReadTotals(json, "ContainerUsage", "ContainersDiskUsage") ?? ReadContainers(json),
        Volumes = ReadTotals(json, "VolumeUsage", "VolumesDiskUsage") ?? ReadVolumes(json),
        BuildCache = ReadTotals(json, "BuildCacheUsage", "BuildCacheDiskUsage") ?? ReadBuildCache(json),
    };

    private static DiskUsage? ReadTotals(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.GetPropertyOrDefault(name) is not { ValueKind: JsonValueKind.Object } totals) continue;
            return new DiskUsage(
                (int)totals.GetInt64OrDefault("TotalCount"), (int)totals.GetInt64OrDefault("ActiveCount"),
                totals.GetInt64OrDefault("TotalSize"), totals.GetInt64OrDefault("Reclaimable"));
        }

        return null;
    }

    private static DiskUsage ReadImages(JsonElement json)
    {
        // LayersSize counts shared layers once. A shared layer stays as long as one of its images does.
        var (total, images) = (json.GetInt64OrDefault("LayersSize"), json.EnumerateItems("Images").ToList());
        var used = images
            .Where(image => image.GetInt64OrDefault("Containers") != 0
                && image.GetInt64OrDefault("Size") != -1 && image.GetInt64OrDefault("SharedSize") != -1)
            .SumOf(image => image.GetInt64OrDefault("Size") - image.GetInt64OrDefault("SharedSize"));
        // Podman 4 reports a LayersSize of 0.
        return new DiskUsage(
            images.Count, images.Count(image => image.GetInt64OrDefault("Containers") > 0), total, Math.Max(0, total - used));
    }

    private static DiskUsage ReadContainers(JsonElement json)
    {
        var containers = json.EnumerateItems("Containers").ToLookup(container =>
            ContainerDetails.ReadState(container.GetStringOrEmpty("State"))
                is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting);
        var running = containers[true].SumOf(container => container.GetInt64OrDefault("SizeRw"));
        var stopped = containers[false].SumOf(container => container.GetInt64OrDefault("SizeRw"));
        return new DiskUsage(containers[true].Count() + containers[false].Count(), containers[true].Count(), running + stopped, stopped);
    }

    private static DiskUsage ReadVolumes(JsonElement json)
    {
        var volumes = json.EnumerateItems("Volumes").Select(volume => volume.GetPropertyOrDefault("UsageData"))
            .ToLookup(usage => usage.GetInt64OrDefault("RefCount") > 0);
        // A size of -1 means that the volume's driver does not report it.
        var used = volumes[true].SumOf(usage => Math.Max(0, usage.GetInt64OrDefault("Size")));
        var unused = volumes[false].SumOf(usage => Math.Max(0, usage.GetInt64OrDefault("Size")));
        return new DiskUsage(volumes[true].Count() + volumes[false].Count(), volumes[true].Count(), used + unused, unused);
    }

    private static DiskUsage ReadBuildCache(JsonElement json)
    {
        // Entries that are shared with images are counted there.
        var entries = json.EnumerateItems("BuildCache").ToList();
        var unshared = entries.Where(entry => !entry.GetBooleanOrDefault("Shared")).ToLookup(entry => entry.GetBooleanOrDefault("InUse"));
        var used = unshared[true].SumOf(entry => entry.GetInt64OrDefault("Size"));
        var unused = unshared[false].SumOf(entry => entry.GetInt64OrDefault("Size"));
        return new DiskUsage(entries.Count, entries.Count(entry => entry.GetBooleanOrDefault("InUse")), used + unused, unused);
    }
}
