using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    private static void AddLimits(HostConfig host, ContainerSpec spec)
    {
        host.Memory = spec.MemoryBytes ?? 0;
        host.MemorySwap = spec.MemorySwapBytes ?? 0;
        host.MemoryReservation = spec.MemoryReservationBytes ?? 0;
        host.NanoCPUs = ResourceLimits.ToNanoCpus(spec.Cpus ?? 0);
        host.CpusetCpus = spec.CpuSet!;
        host.CPUShares = spec.CpuShares ?? 0;
        host.PidsLimit = spec.PidsLimit;
        host.ShmSize = spec.ShmSizeBytes ?? 0;
        host.OomScoreAdj = spec.OomScoreAdjust ?? 0;
        host.CgroupParent = spec.CgroupParent!;
        host.Ulimits =
        [
            .. spec.Ulimits.Select(limit => new Docker.DotNet.Models.Ulimit { Name = limit.Name, Soft = limit.Soft, Hard = limit.Hard }),
        ];
    }

    private static void AddSecurity(HostConfig host, ContainerSpec spec)
    {
        host.Privileged = spec.Privileged;
        host.CapAdd = [.. spec.AddCapabilities.Select(CapabilityName)];
        host.CapDrop = [.. spec.DropCapabilities.Select(CapabilityName)];
        host.GroupAdd = [.. spec.Groups];
        host.SecurityOpt = [.. spec.SecurityOptions];
        host.ReadonlyRootfs = spec.ReadOnlyRoot;
        host.Sysctls = new Dictionary<string, string>(spec.Sysctls);
        host.PidMode = spec.PidMode!;
        host.IpcMode = spec.IpcMode!;
        host.UTSMode = spec.UtsMode!;
        host.UsernsMode = spec.UsernsMode!;
        host.Devices = [.. spec.Devices.Select(device => new DeviceMapping
        {
            PathOnHost = device.HostPath,
            PathInContainer = device.ContainerPath,
            CgroupPermissions = device.Permissions,
        })];
        host.DeviceRequests = [.. spec.DeviceRequests.Select(request => new Docker.DotNet.Models.DeviceRequest
        {
            Driver = request.Driver ?? "",
            Count = request.Count ?? 0,
            DeviceIDs = request.DeviceIds.Count > 0 ? [.. request.DeviceIds] : null!,
            Capabilities = [[.. request.Capabilities]],
            Options = new Dictionary<string, string>(request.Options),
        })];
    }

    // As the Docker CLI sends it: https://github.com/docker/cli/blob/3d41bbacb04b2fcfd4b4504323a46cc8da5b7681/opts/capabilities.go
    private static string CapabilityName(string capability)
    {
        var name = capability.Trim().ToUpperInvariant();
        return name is "ALL" || name.StartsWith("CAP_", StringComparison.Ordinal) ? name : "CAP_" + name;
    }
}
