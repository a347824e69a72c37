using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>How much room on disk an engine's things take, worked out as <c>docker system df</c> does it. Plain data.</summary>
public sealed record EngineDiskUsage
{
    internal EngineDiskUsage()
    {
    }

    /// <summary>Images; those are in use that a container is made from.</summary>
    public required DiskUsage Images { get; init; }

    /// <summary>What containers have written and changed themselves; those are in use that run.</summary>
    public required DiskUsage Containers { get; init; }

    /// <summary>Volumes on the engine's own disks; those are in use that a container has.</summary>
    public required DiskUsage Volumes { get; init; }

    /// <summary>What builds keep to be quicker the next time.</summary>
    public required DiskUsage BuildCache { get; init; }

    /// <summary>All of it, in bytes.</summary>
    public long TotalBytes => Images.Bytes + Containers.Bytes + Volumes.Bytes + BuildCache.Bytes;

    /// <summary>The figures on one line.</summary>
    public override string ToString() => $"images {Images}; containers {Containers}; volumes {Volumes}; build cache {BuildCache}";

    internal static EngineDiskUsage Read(JsonElement json) => new()
    {
        // Newer engines add up themselves, and may leave out what they added up.
        Images = ReadTotals(json, "ImageUsage", "ImagesDiskUsage") ?? ReadImages(json),
        Containers = ReadTotals(json, "ContainerUsage", "ContainersDiskUsage") ?? ReadContainers(json),
        Volumes = ReadTotals(json, "VolumeUsage", "VolumesDiskUsage") ?? ReadVolumes(json),
        BuildCache = ReadTotals(json, "BuildCacheUsage", "BuildCacheDiskUsage") ?? ReadBuildCache(json),
    };

    private static DiskUsage? ReadTotals(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.GetPropertyOrDefault(name) is { ValueKind: JsonValueKind.Object } told)
                return new DiskUsage((int)told.GetInt64OrDefault("TotalCount"), (int)told.GetInt64OrDefault("ActiveCount"), told.GetInt64OrDefault("TotalSize"), told.GetInt64OrDefault("Reclaimable"));
        }

        return null;
    }

    private static DiskUsage ReadImages(JsonElement json)
    {
        // Layers that several images share are there once, and stay as long as one of the images does.
        var (total, images) = (json.GetInt64OrDefault("LayersSize"), json.EnumerateItems("Images").ToList());
        var used = images.Where(image => image.GetInt64OrDefault("Containers") != 0 && image.GetInt64OrDefault("Size") != -1 && image.GetInt64OrDefault("SharedSize") != -1)
            .Sum(image => image.GetInt64OrDefault("Size") - image.GetInt64OrDefault("SharedSize"));
        return new DiskUsage(images.Count, images.Count(image => image.GetInt64OrDefault("Containers") > 0), total, total - used);
    }

    private static DiskUsage ReadContainers(JsonElement json)
    {
        var containers = json.EnumerateItems("Containers").ToLookup(container =>
            ContainerDetails.ReadState(container.GetStringOrEmpty("State")) is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting);
        var (running, idle) = (containers[true].Sum(container => container.GetInt64OrDefault("SizeRw")), containers[false].Sum(container => container.GetInt64OrDefault("SizeRw")));
        return new DiskUsage(containers[true].Count() + containers[false].Count(), containers[true].Count(), running + idle, idle);
    }

    private static DiskUsage ReadVolumes(JsonElement json)
    {
        var volumes = json.EnumerateItems("Volumes").Select(volume => volume.GetPropertyOrDefault("UsageData")).ToLookup(usage => usage.GetInt64OrDefault("RefCount") > 0);
        // A size of -1 is one that the volume's driver does not tell.
        var (used, idle) = (volumes[true].Sum(usage => Math.Max(0, usage.GetInt64OrDefault("Size"))), volumes[false].Sum(usage => Math.Max(0, usage.GetInt64OrDefault("Size"))));
        return new DiskUsage(volumes[true].Count() + volumes[false].Count(), volumes[true].Count(), used + idle, idle);
    }

    private static DiskUsage ReadBuildCache(JsonElement json)
    {
        // What is shared with images is theirs.
        var entries = json.EnumerateItems("BuildCache").ToList();
        var own = entries.Where(entry => !entry.GetBooleanOrDefault("Shared")).ToLookup(entry => entry.GetBooleanOrDefault("InUse"));
        var (used, idle) = (own[true].Sum(entry => entry.GetInt64OrDefault("Size")), own[false].Sum(entry => entry.GetInt64OrDefault("Size")));
        return new DiskUsage(entries.Count, entries.Count(entry => entry.GetBooleanOrDefault("InUse")), used + idle, idle);
    }
}
