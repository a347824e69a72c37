using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>The memory limit in bytes, at least 6 MiB. Default: no limit.</summary>
    public long? MemoryBytes
    {
        get;
        init => field = ResourceLimits.ValidateMemory(value);
    }

    /// <summary>
    /// The limit of memory and swap together, in bytes. Requires <see cref="MemoryBytes"/>. The same value means no
    /// swap; -1 means unlimited swap. Default: twice <see cref="MemoryBytes"/>.
    /// </summary>
    public long? MemorySwapBytes
    {
        get;
        init => field = ResourceLimits.ValidateMemorySwap(value);
    }

    /// <summary>
    /// The memory reservation in bytes: the kernel reclaims memory above it when the host runs short. At least 6 MiB
    /// and at most <see cref="MemoryBytes"/>. Default: none.
    /// </summary>
    public long? MemoryReservationBytes
    {
        get;
        init => field = ResourceLimits.ValidateMemoryReservation(value);
    }

    /// <summary>The CPU limit, in CPUs: 0.5 is half of one CPU. Default: no limit.</summary>
    public double? Cpus
    {
        get;
        init => field = ResourceLimits.ValidateCpus(value);
    }

    /// <summary>
    /// The CPUs that the container may use, counted from 0: <c>0</c>, <c>0,2</c>, <c>0-3</c>. Default: all.
    /// </summary>
    public string? CpuSet
    {
        get;
        init => field = ResourceLimits.ValidateCpuSet(value);
    }

    /// <summary>
    /// The relative CPU weight when CPU time is short, 2 to 262144. Default: 1024, as for all containers.
    /// </summary>
    public int? CpuShares
    {
        get;
        init => field = (int?)ResourceLimits.ValidateCpuShares(value);
    }

    /// <summary>
    /// The maximum number of processes and threads, at least 1; -1 for no limit. Default: the setting of the engine, no limit.
    /// </summary>
    public int? PidsLimit
    {
        get;
        init => field = (int?)ResourceLimits.ValidatePids(value);
    }

    /// <summary>
    /// The limits of each process, as text or typed: <c>["nofile=1024:4096"]</c>. Default: the limits of the engine.
    /// </summary>
    public IReadOnlyList<Ulimit> Ulimits
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "ulimits");
    } = [];

    /// <summary>
    /// The size of <c>/dev/shm</c>, the shared memory of the container, in bytes. Default: the setting of the engine,
    /// 64 MiB.
    /// </summary>
    public long? ShmSizeBytes
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "ShmSizeBytes must be a number of bytes above 0.");
    }

    /// <summary>
    /// The adjustment of the OOM score: -1000 to 1000. The kernel kills processes with a high score first when memory
    /// runs out; -1000 means never. Default: 0, the setting of the engine.
    /// </summary>
    public int? OomScoreAdjust
    {
        get;
        init => field = value is null or >= -1000 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "OomScoreAdjust must be a number from -1000 to 1000.");
    }

    /// <summary>
    /// The parent control group of the container's control group. Default: the setting of the engine.
    /// </summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? CgroupParent
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The cgroup parent");
    }

    private void ValidateLimits()
    {
        if (MemorySwapBytes is not null && MemoryBytes is null)
            throw new ArgumentException(
                "MemorySwapBytes limits memory and swap together. Set MemoryBytes too.", nameof(MemorySwapBytes));
        ResourceLimits.ValidateMemoryLimits(MemoryBytes, MemorySwapBytes, MemoryReservationBytes);
        if (Ulimits.GroupBy(limit => limit.Name).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw ArgumentErrors.Create(
                $"The ulimit '{duplicate.Key}' is given twice: {string.Join(" and ", duplicate)}. Remove one of them.",
                nameof(Ulimits));
    }
}
