using System.Text.Json;
using ContainerKit.Streams;

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
        Images = Told(json, "ImageUsage", "ImagesDiskUsage") ?? ReadImages(json),
        Containers = Told(json, "ContainerUsage", "ContainersDiskUsage") ?? ReadContainers(json),
        Volumes = Told(json, "VolumeUsage", "VolumesDiskUsage") ?? ReadVolumes(json),
        BuildCache = Told(json, "BuildCacheUsage", "BuildCacheDiskUsage") ?? ReadBuildCache(json),
    };

    private static DiskUsage? Told(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.At(name) is { ValueKind: JsonValueKind.Object } told)
                return new DiskUsage((int)told.Number("TotalCount"), (int)told.Number("ActiveCount"), told.Number("TotalSize"), told.Number("Reclaimable"));
        }

        return null;
    }

    private static DiskUsage ReadImages(JsonElement json)
    {
        // Layers that several images share are there once, and stay as long as one of the images does.
        var (total, images) = (json.Number("LayersSize"), json.Items("Images").ToList());
        var used = images.Where(image => image.Number("Containers") != 0 && image.Number("Size") != -1 && image.Number("SharedSize") != -1)
            .Sum(image => image.Number("Size") - image.Number("SharedSize"));
        return new DiskUsage(images.Count, images.Count(image => image.Number("Containers") > 0), total, total - used);
    }

    private static DiskUsage ReadContainers(JsonElement json)
    {
        var containers = json.Items("Containers").ToLookup(container =>
            ContainerDetails.ReadState(container.Text("State")) is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting);
        var (running, idle) = (containers[true].Sum(container => container.Number("SizeRw")), containers[false].Sum(container => container.Number("SizeRw")));
        return new DiskUsage(containers[true].Count() + containers[false].Count(), containers[true].Count(), running + idle, idle);
    }

    private static DiskUsage ReadVolumes(JsonElement json)
    {
        var volumes = json.Items("Volumes").Select(volume => volume.At("UsageData")).ToLookup(usage => usage.Number("RefCount") > 0);
        // A size of -1 is one that the volume's driver does not tell.
        var (used, idle) = (volumes[true].Sum(usage => Math.Max(0, usage.Number("Size"))), volumes[false].Sum(usage => Math.Max(0, usage.Number("Size"))));
        return new DiskUsage(volumes[true].Count() + volumes[false].Count(), volumes[true].Count(), used + idle, idle);
    }

    private static DiskUsage ReadBuildCache(JsonElement json)
    {
        // What is shared with images is theirs.
        var entries = json.Items("BuildCache").ToList();
        var own = entries.Where(entry => !entry.Flag("Shared")).ToLookup(entry => entry.Flag("InUse"));
        var (used, idle) = (own[true].Sum(entry => entry.Number("Size")), own[false].Sum(entry => entry.Number("Size")));
        return new DiskUsage(entries.Count, entries.Count(entry => entry.Flag("InUse")), used + idle, idle);
    }
}
